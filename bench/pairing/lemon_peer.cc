/* The same network as matcher/pairing/flow.c draws, given to LEMON. */
#include "pairing/peer.h"

#include <lemon/cost_scaling.h>
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include "timer.h"

namespace
{

using Graph = lemon::SmartDigraph;

struct Network {
    Graph graph;
    Graph::ArcMap<int64_t> upper{graph};
    Graph::ArcMap<int64_t> cost{graph};

    void add(Graph::Node from, Graph::Node to, int64_t room, int64_t price)
    {
        Graph::Arc arc = graph.addArc(from, to);
        upper[arc] = room;
        cost[arc] = price;
    }

    Network(const mus_pairing_problem *problem, size_t left)
    {
        size_t people = problem->participant_count;
        graph.reserveNode(static_cast<int>(people + 2));
        graph.reserveArc(static_cast<int>(people + problem->pair_count + 1));
        for (size_t v = 0; v < people + 2; v++) {
            graph.addNode();
        }
        Graph::Node source = Graph::nodeFromId(static_cast<int>(people));
        Graph::Node sink = Graph::nodeFromId(static_cast<int>(people + 1));
        int64_t all = 0;
        for (size_t v = 0; v < people; v++) {
            Graph::Node node = Graph::nodeFromId(static_cast<int>(v));
            int64_t max = problem->participants[v].max;
            all += max;
            add(v < left ? source : node, v < left ? node : sink, max, 0);
        }
        for (size_t i = 0; i < problem->pair_count; i++) {
            const mus_pairing_pair &pair = problem->pairs[i];
            size_t from = pair.a < left ? pair.a : pair.b;
            size_t to = pair.a < left ? pair.b : pair.a;
            add(Graph::nodeFromId(static_cast<int>(from)), Graph::nodeFromId(static_cast<int>(to)),
                1, -static_cast<int64_t>(pair.score));
        }
        add(sink, source, all, 0);
    }
};

template <typename Solver>
bool run(const mus_pairing_problem *problem, size_t left, peer_result *result)
{
    Network network(problem, left);
    double start = cpu_seconds();
    Solver solver(network.graph);
    solver.upperMap(network.upper).costMap(network.cost);
    bool solved = solver.run() == Solver::OPTIMAL;
    result->seconds = cpu_seconds() - start;
    result->total = -solver.template totalCost<int64_t>();
    return solved;
}

} // namespace

bool lemon_simplex(const mus_pairing_problem *problem, size_t left, peer_result *result)
{
    return run<lemon::NetworkSimplex<Graph, int64_t, int64_t>>(problem, left, result);
}

bool lemon_scaling(const mus_pairing_problem *problem, size_t left, peer_result *result)
{
    return run<lemon::CostScaling<Graph, int64_t, int64_t>>(problem, left, result);
}
