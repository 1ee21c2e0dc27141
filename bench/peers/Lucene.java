import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.MMapDirectory;

/**
 * Lucene as a peer: loads tokens and answers passes of queries, in the manner of contest.h.
 *
 * <p>Offers and needs that are tags become keywords (no lengths, no frequencies), as any user of Lucene would have
 * them; where they are texts, they are indexed as texts. Only as many hits are counted as are asked for, so that Lucene
 * may skip whole blocks of postings.
 *
 * <p>Usage: Lucene load tags|texts TOKENS INDEX, Lucene ask QUERIES TOP INDEX
 */
public final class Lucene {
    private static final float K1 = 1.2f;
    private static final float B = 0.75f;
    private static final int BUFFER_MB = 512;
    private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

    private Lucene() {}

    private static String[] columns(String line) {
        return line.split("\t", -1);
    }

    private static String[] terms(String list) {
        return list.isEmpty() ? new String[0] : list.split(" ");
    }

    /** Of all threads, those that merge segments and collect garbage included. */
    private static double processCpuSeconds() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime() / 1e9;
    }

    /* ---------------------------------------------------------------- load */

    private static FieldType textType() {
        FieldType type = new FieldType();
        type.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
        type.setTokenized(true);
        type.freeze();
        return type;
    }

    private static void addTokens(Document document, String field, String list, boolean tags, FieldType text) {
        if (!tags) {
            document.add(new Field(field, list, text));
            return;
        }
        for (String tag : terms(list)) {
            document.add(new StringField(field, tag, Field.Store.NO));
        }
    }

    private static Document document(String[] row, boolean tags, FieldType text) {
        Document document = new Document();
        document.add(new StoredField("id", row[0]));
        for (String market : terms(row[2])) {
            document.add(new StringField("markets", market, Field.Store.NO));
        }
        addTokens(document, "offers", row[3], tags, text);
        addTokens(document, "needs", row[4], tags, text);
        document.add(new Field("text", row[5], text));
        return document;
    }

    private static IndexWriterConfig writing() {
        IndexWriterConfig config = new IndexWriterConfig(new WhitespaceAnalyzer());
        config.setOpenMode(IndexWriterConfig.OpenMode.CREATE);
        config.setRAMBufferSizeMB(BUFFER_MB);
        return config;
    }

    /** The time is told up to the commit; merging into one segment, which makes queries faster, is told beside it. */
    private static void load(boolean tags, Path tokens, Path index) throws IOException {
        long start = System.nanoTime();
        FieldType text = textType();
        long count = 0;
        try (Directory directory = FSDirectory.open(index);
                IndexWriter writer = new IndexWriter(directory, writing());
                BufferedReader rows = Files.newBufferedReader(tokens, StandardCharsets.UTF_8)) {
            for (String row = rows.readLine(); row != null; row = rows.readLine()) {
                writer.addDocument(document(columns(row), tags, text));
                count++;
            }
            writer.commit();
            double cpu = processCpuSeconds();
            double wall = (System.nanoTime() - start) / 1e9;
            writer.forceMerge(1);
            writer.commit();
            System.out.printf("loaded\t%d\t%.3f\t%.3f\t%.3f%n", count, wall, cpu, processCpuSeconds() - cpu);
        }
    }

    /* ---------------------------------------------------------------- ask */

    private static void addTerms(BooleanQuery.Builder query, String field, String list) {
        for (String term : terms(list)) {
            query.add(new TermQuery(new Term(field, term)), Occur.SHOULD);
        }
    }

    private static BooleanQuery query(String[] row) {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        addTerms(any, "offers", row[2]);
        addTerms(any, "needs", row[3]);
        addTerms(any, "text", row[4]);
        return new BooleanQuery.Builder()
                .add(any.build(), Occur.MUST)
                .add(new TermQuery(new Term("markets", row[1])), Occur.FILTER)
                .build();
    }

    /** One more than asked for is fetched, because the asking company itself may be among them. */
    private static List<String> answer(IndexSearcher searcher, String[] row, int top, long[] matched)
            throws IOException {
        TopScoreDocCollector collector = TopScoreDocCollector.create(top + 1, null, top + 1);
        searcher.search(query(row), collector);
        TopDocs hits = collector.topDocs();
        List<String> ids = new ArrayList<>();
        for (ScoreDoc hit : hits.scoreDocs) {
            String id = searcher.doc(hit.doc).get("id");
            if (!id.equals(row[0]) && ids.size() < top) {
                ids.add(id);
            }
        }
        matched[0] = hits.totalHits.value;
        return ids;
    }

    private static void pass(IndexSearcher searcher, List<String[]> rows, int top, String command, PrintWriter out)
            throws IOException {
        String[] words = command.split(" ");
        int first = Integer.parseInt(words[1]);
        int end = Math.min(rows.size(), first + Integer.parseInt(words[2]));
        long[] matched = new long[1];
        for (String[] row : rows.subList(first, end)) {
            long wall = System.nanoTime();
            long cpu = CLOCK.getCurrentThreadCpuTime();
            List<String> ids = answer(searcher, row, top, matched);
            cpu = CLOCK.getCurrentThreadCpuTime() - cpu;
            wall = System.nanoTime() - wall;
            out.printf("%s\t%s\t%.1f\t%.1f\t%d\t%s%n", words[0], row[0], wall / 1e3, cpu / 1e3, matched[0],
                    String.join(" ", ids));
        }
        out.println("done");
        out.flush();
    }

    private static void ask(Path queries, int top, Path index) throws IOException {
        List<String[]> rows = new ArrayList<>();
        for (String line : Files.readAllLines(queries, StandardCharsets.UTF_8)) {
            rows.add(columns(line));
        }
        long wall = System.nanoTime();
        long cpu = CLOCK.getCurrentThreadCpuTime();
        try (Directory directory = new MMapDirectory(index);
                DirectoryReader reader = DirectoryReader.open(directory)) {
            IndexSearcher searcher = new IndexSearcher(reader);
            searcher.setSimilarity(new BM25Similarity(K1, B));
            searcher.setQueryCache(null);
            PrintWriter out = new PrintWriter(System.out);
            out.printf("ready\t%.1f\t%.1f%n", (System.nanoTime() - wall) / 1e3,
                    (CLOCK.getCurrentThreadCpuTime() - cpu) / 1e3);
            out.flush();
            BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String command = commands.readLine(); command != null; command = commands.readLine()) {
                pass(searcher, rows, top, command, out);
            }
        }
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length == 4 && arguments[0].equals("load")) {
            load(arguments[1].equals("tags"), Paths.get(arguments[2]), Paths.get(arguments[3]));
        } else if (arguments.length == 4 && arguments[0].equals("ask")) {
            ask(Paths.get(arguments[1]), Integer.parseInt(arguments[2]), Paths.get(arguments[3]));
        } else {
            System.err.println("usage: Lucene load tags|texts TOKENS INDEX, Lucene ask QUERIES TOP INDEX");
            System.exit(2);
        }
    }
}
