#include "command/rows.h"

MUS_RUN(run_list)
{
    (void)open;
    (void)arguments;
    return mus_weights_list(musubi, sink, err);
}

static const struct mus_parameter SHOW_PARAMETERS[] = {
    {.name = "name",
     .value = "NAME",
     .kind = MUS_PARAMETER_ARGUMENT,
     .type = MUS_PARAMETER_ID,
     .help_ja = "重みの名前（既定は使用中のもの）",
     .help_en = "the set's name (the one in use)"},
};

MUS_RUN(run_show)
{
    (void)open;
    return mus_weights_show(musubi, mus_arguments_text(arguments, "name"), sink, err);
}

static const struct mus_parameter DIFF_PARAMETERS[] = {
    {.name = "a",
     .value = "NAME",
     .kind = MUS_PARAMETER_ARGUMENT,
     .type = MUS_PARAMETER_ID,
     .required = true,
     .help_ja = "重みの名前",
     .help_en = "a set's name"},
    {.name = "b",
     .value = "NAME",
     .kind = MUS_PARAMETER_ARGUMENT,
     .type = MUS_PARAMETER_ID,
     .required = true,
     .help_ja = "比べる重みの名前",
     .help_en = "another's"},
};

MUS_RUN(run_diff)
{
    (void)open;
    return mus_weights_diff(musubi, mus_arguments_text(arguments, "a"),
                            mus_arguments_text(arguments, "b"), sink, err);
}

static const struct mus_parameter USE_PARAMETERS[] = {
    {.name = "name",
     .value = "NAME",
     .kind = MUS_PARAMETER_ARGUMENT,
     .type = MUS_PARAMETER_ID,
     .required = true,
     .help_ja = "重みの名前 例 expert",
     .help_en = "the set's name, such as expert"},
};

MUS_RUN(run_use)
{
    (void)open;
    return mus_weights_use(musubi, mus_arguments_text(arguments, "name"), sink, err);
}

static const struct mus_parameter LEARN_PARAMETERS[] = {
    {.name = "outcomes",
     .value = "FILE",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_PATH,
     .help_ja = "結果のファイル（JSON Lines、既定は支援案件から）",
     .help_en = "a file of outcomes, JSON Lines (the cases of the store)"},
    {.name = "name",
     .value = "NAME",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_ID,
     .help_ja = "残すときの名前（既定は learned-日付）",
     .help_en = "what to call the set that is kept (learned- and the day)"},
    {.name = "by",
     .value = "NAME",
     .kind = MUS_PARAMETER_OPTION,
     .help_ja = "学習させた人",
     .help_en = "who has it learned"},
    {.name = "use",
     .kind = MUS_PARAMETER_FLAG,
     .help_ja = "採用できるなら、すぐに使う",
     .help_en = "put it in use at once, where it may be adopted"},
};

MUS_RUN(run_learn)
{
    (void)open;
    struct mus_weights_learn_options options = {
        .outcomes = mus_arguments_text(arguments, "outcomes"),
        .name = mus_arguments_text(arguments, "name"),
        .by = mus_arguments_text(arguments, "by"),
        .use = mus_arguments_flag(arguments, "use"),
    };
    return mus_weights_learn(musubi, &options, sink, err);
}

static const struct mus_parameter CALIBRATE_PARAMETERS[] = {
    {.name = "by",
     .value = "NAME",
     .kind = MUS_PARAMETER_OPTION,
     .help_ja = "割合を求めさせた人",
     .help_en = "who has it done"},
};

MUS_RUN(run_calibrate)
{
    (void)open;
    return mus_weights_calibrate(musubi, mus_arguments_text(arguments, "by"), sink, err);
}

const struct mus_command MUS_WEIGHTS_COMMANDS[] = {
    {.name = "weights list",
     .help_ja = "評価の重みの一覧",
     .help_en = "the sets of weights that scores are made with",
     .access = MUS_ACCESS_READ,
     .roles = MUS_ROLES_ALL,
     .lines = true,
     .reply = "name, digest, origin, author, date, events, gain, gain_low, in_use, indexed",
     .run = run_list},
    {.name = "weights show",
     .help_ja = "重みの中身",
     .help_en = "what each part of the score weighs",
     .access = MUS_ACCESS_READ,
     .roles = MUS_ROLES_ALL,
     .reply = "name, digest, origin, author, date, events, gain, gain_low, in_use, indexed, "
              "parts, calibration",
     .parameters = SHOW_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(SHOW_PARAMETERS),
     .run = run_show},
    {.name = "weights diff",
     .help_ja = "二つの重みの違い",
     .help_en = "what differs between two sets of weights",
     .access = MUS_ACCESS_READ,
     .roles = MUS_ROLES_ALL,
     .reply = "a, b, parts",
     .parameters = DIFF_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(DIFF_PARAMETERS),
     .run = run_diff},
    {.name = "weights use",
     .help_ja = "使う重みを切り替える（いつでも戻せる）",
     .help_en = "judge by this set from now on; any other can be put back",
     .access = MUS_ACCESS_WRITE,
     .roles = MUS_ROLE_ADMIN,
     .reply = "name, digest, previous, indexed",
     .parameters = USE_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(USE_PARAMETERS),
     .run = run_use},
    {.name = "weights learn",
     .help_ja = "成立した案件から重みを学ぶ（専門家の重みより確かに良いときだけ残す）",
     .help_en = "learn weights from what was concluded; kept only where surely better",
     .access = MUS_ACCESS_WRITE,
     .roles = MUS_ROLE_ADMIN | MUS_ROLE_ANALYST,
     .reply = "events, candidates, left_out, verdict, needed, loss_expert, loss, gain, gain_low, "
              "parts, stored, name, digest, in_use, indexed",
     .parameters = LEARN_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(LEARN_PARAMETERS),
     .run = run_learn},
    {.name = "weights calibrate",
     .help_ja = "終わった案件から、同程度の評価の組の何%が成約したかを求め、match に示す",
     .help_en = "find what share of pairs with a score like this was concluded; match shows it",
     .access = MUS_ACCESS_WRITE,
     .roles = MUS_ROLE_ADMIN | MUS_ROLE_ANALYST,
     .reply = "weights, pairs, concluded, open, other_weights, verdict, needed, ranges, "
              "calibration, stored, withdrawn",
     .parameters = CALIBRATE_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(CALIBRATE_PARAMETERS),
     .run = run_calibrate},
};
const size_t MUS_WEIGHTS_COMMAND_COUNT = MUS_COMMAND_COUNT(MUS_WEIGHTS_COMMANDS);
