package io.elbo4j.spark.io;

import static io.elbo4j.spark.io.ShardAssert.failure;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.data.Batch;
import io.elbo4j.density.Bernoulli;
import io.elbo4j.density.Categorical;
import io.elbo4j.math.Key;
import io.elbo4j.spark.LocalSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each fault is a {@link DataException} that names the place and says what to do. */
@ExtendWith(LocalSpark.class)
class BadInputTest {

    private SparkSession spark;
    private DatasetReader reader;

    @TempDir
    Path folder;

    @BeforeEach
    void open(SparkSession session) {
        spark = session;
        reader = new DatasetReader(session, new Surroundings(name -> ""));
    }

    private String reading(DataSource source) {
        return failure(() -> {
            try (Table table = reader.read(source)) {
                table.shards(RowSelection.ALL, 2).unpersist();
            }
        });
    }

    private String reading(String file) {
        return reading(DataSource.of(file));
    }

    private static void assertSays(String message, String... parts) {
        for (String part : parts) {
            assertTrue(message.contains(part), () -> "expected \"" + part + "\" in: " + message);
        }
        assertTrue(message.matches("(?s)[^:=]+: .*=.*; .+"), message);
        assertFalse(message.contains("\0"), message);
    }

    @Test
    void missingFile() {
        assertSays(reading(folder + "/none.csv"), "no such file", "uri=" + folder + "/none.csv");
        assertSays(reading(folder + "/*.parquet"), "no such file");
        assertSays(reading("nowhere://x/y.csv"), "nowhere://x/y.csv");
    }

    @Test
    void idx_wrongMagic() {
        String images = DataFiles.write(folder, "a-images-idx3-ubyte", new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        assertSays(reading(images), "wrong magic number", "file=file:" + images, "0x01020304", "0x00000803");
        Batch batch = DataFiles.digits(1, 4, 4);
        images = DataFiles.images(folder, "b", "", batch, 2, 2);
        assertSays(reading(DataSource.of(images).withLabels(images)), "wrong magic", "0x00000803", "0x00000801");
        String labels = folder + "/b-labels-idx1-ubyte";
        assertSays(reading(DataSource.of(labels).withFormat("idx").withLabels(labels)), "magic=0x00000801");
    }

    @Test
    void idx_truncatedGzip() throws Exception {
        Batch batch = DataFiles.digits(2, 400, 16);
        Path images = Path.of(DataFiles.images(folder, "t", ".gz", batch, 4, 4));
        byte[] bytes = Files.readAllBytes(images);
        Files.write(images, Arrays.copyOf(bytes, bytes.length / 2));
        assertSays(reading(images.toString()), "damaged or cut off", "t-images-idx3-ubyte.gz", "row=");
        Files.write(images, Arrays.copyOf(bytes, bytes.length - 3));
        assertSays(reading(images.toString()), "damaged or cut off", "row=401");
    }

    @Test
    void idx_shortOrLongFile() throws Exception {
        Batch batch = DataFiles.digits(3, 10, 4);
        Path images = Path.of(DataFiles.images(folder, "s", "", batch, 2, 2));
        byte[] bytes = Files.readAllBytes(images);
        Files.write(images, Arrays.copyOf(bytes, bytes.length - 5));
        assertSays(reading(images.toString()), "damaged or cut off", "row=9");
        Files.write(images, Arrays.copyOf(bytes, bytes.length + 1));
        assertSays(reading(images.toString()), "longer than its header says", "rows=10");
        Files.write(images, new byte[0]);
        assertSays(reading(images.toString()), "empty or cut off", "s-images-idx3-ubyte");
    }

    @Test
    void idx_countsThatDiffer() {
        String images = DataFiles.images(folder, "c", "", DataFiles.digits(4, 10, 4), 2, 2);
        String labels = DataFiles.write(folder, "few", DataFiles.idx(IdxHeader.UNSIGNED_BYTE, new float[9], 9));
        assertSays(reading(DataSource.of(images).withLabels(labels)), "images=10", "labels=9", labels);
    }

    @Test
    void idx_labelsNotFound() throws Exception {
        String images = DataFiles.images(folder, "n", "", DataFiles.digits(5, 3, 4), 2, 2);
        Files.delete(folder.resolve("n-labels-idx1-ubyte"));
        assertSays(reading(images), "labels not found", images, "data.trainLabels");
    }

    @Test
    void labelOutOfRange_namesFileAndRow() {
        Batch batch = DataFiles.digits(6, 10, 4);
        Arrays.fill(batch.targets(), 1);
        batch.targets()[6] = 5;
        String images = DataFiles.images(folder, "l", "", batch, 2, 2);
        String csv = DataFiles.write(folder.resolve("csv"), "b.csv", DataFiles.csv(batch, true));
        DataFiles.write(folder.resolve("csv"), "a.csv", DataFiles.csv(batch.slice(0, 6), true));
        for (String uri : new String[] {images, csv, folder + "/csv"}) {
            try (Table table = reader.read(DataSource.of(uri))) {
                table.requireTargets(new Categorical(6));
                assertSays(failure(() -> table.requireTargets(new Bernoulli())), "row=7", "target=5", "; ");
                assertSays(failure(() -> table.requireTargets(new Categorical(5))), "a class index 0..4");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,nan,0 | not finite    | column=b value=NaN",
                "-Inf,2,0 | not finite   | column=a value=-Infinity",
                "1,1e39,0 | not finite   | column=b value=Infinity",
                "1,2,NaN | not finite    | column=label",
                "1,2     | cells=2       | column=label (missing)",
                "1,2,3,4 | cells=4       | expected=3 column=beyond label",
                "1,two,0 | not a number  | column=b value=\"two\"",
                "1,,0    | not a number  | column=b value=\"\"",
                "1,2,cat | label is not a number | column=label value=\"cat\"",
                "1,0x1p3f,0 | not a number | value=\"0x1p3f\"",
                "1,\"2\"x,0 | quotes do not match | line=",
            })
    void csv_faultyRow_namesFileRowLineAndColumn(String row, String what, String where) {
        DataFiles.write(folder, "a.csv", "a,b,label\n1,2,0\n");
        // The row behind is faulty too: the first one is reported, whatever task is first.
        DataFiles.write(folder, "b.csv", "a,b,label\n1,2,0\n\n3,4,1\n" + row + "\nx,y,z\n");
        DataFiles.write(folder, "c.csv", "a,b,label\nx,2,0\n");
        String message = reading(folder.toString());
        assertSays(message, what, where, "b.csv row=3");
        assertTrue(message.contains("line=5"), message);
    }

    @Test
    void csv_emptyFileAndNoRows() {
        assertSays(reading(DataFiles.write(folder, "e.csv", "")), "empty", "e.csv");
        assertSays(reading(DataFiles.write(folder, "h.csv", "a,label\n")), "no rows", "h.csv");
        DataFiles.write(folder.resolve("two"), "a.csv", "a,label\n1,2\n");
        DataFiles.write(folder.resolve("two"), "b.csv", "");
        assertSays(reading(folder + "/two"), "file is empty", "b.csv");
        assertSays(reading(DataFiles.write(folder, "unnamed", "")), "empty", "unnamed");
    }

    @Test
    void csv_truncatedGzip() throws Exception {
        Batch batch = DataFiles.reals(7, 2000, 5);
        Path file = Path.of(DataFiles.write(folder, "t.csv.gz", DataFiles.csv(batch, true)));
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        assertSays(reading(file.toString()), "damaged or cut off", "t.csv.gz", "row=");
    }

    @Test
    void csv_headers() {
        String file = DataFiles.write(folder.resolve("h"), "a.csv", "a,lable,c\n1,2,3\n");
        assertSays(reading(file), "no label column", "label=label", "nearest=lable", "columns=[a, lable, c]");
        assertSays(reading(DataFiles.write(folder, "d.csv", "a,a,label\n1,2,3\n")), "twice", "column=a");
        assertSays(reading(DataFiles.write(folder, "o.csv", "label\n1\n")), "no feature column");
        DataFiles.write(folder.resolve("m"), "a.csv", "a,b,label\n1,2,3\n");
        DataFiles.write(folder.resolve("m"), "b.csv", "b,a,label\n1,2,3\n");
        assertSays(reading(folder + "/m"), "another header", "b.csv", "expected=[a, b, label]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 3:1 2:1 | value=\"2:1\"",
                "1 0:1     | value=\"0:1\"",
                "1 2       | value=\"2\"",
                "x 2:1     | column=label value=\"x\"",
                "1 2:y     | column=f2 value=\"y\"",
                "1 2:nan   | column=f2 value=NaN",
                "1 9:1     | index=9 features=4",
            })
    void libsvm_faultyRow_namesRowAndLine(String row, String where) {
        String file = DataFiles.write(folder, "d.libsvm", "0 1:1 4:2\n\n" + row + "\n");
        for (String sparse : List.of("false", "true")) {
            DataSource source = DataSource.of(file).withSparse(sparse).withOptions(Map.of("features", "4"));
            assertSays(reading(source), where, "row=2", "line=3");
        }
    }

    @Test
    void frame_nullsTextAndMissingLabel() {
        spark.sql("select * from values (1.0, 2, 0), (3.0, null, 1) as t(a, b, label)")
                .coalesce(1)
                .write()
                .parquet(folder + "/n");
        assertSays(reading(folder + "/n"), "cell is null", "row=2", "column=b", ".parquet");
        spark.sql("select * from values (1.0, 'x', 0) as t(a, b, label)")
                .write()
                .parquet(folder + "/s");
        assertSays(reading(folder + "/s"), "not numeric", "column=b", "type=string");
        assertSays(reading(DataSource.of(folder + "/s").withLabel("labels")), "no label column", "nearest=label");
        spark.sql("select * from values (1.0, double('NaN'), 0) as t(a, b, label)")
                .write()
                .parquet(folder + "/f");
        assertSays(reading(folder + "/f"), "not finite", "row=1", "column=b");
    }

    @Test
    void frame_damagedFile() {
        String file = DataFiles.write(folder, "d.parquet", "PAR1 and then nothing of the sort");
        assertSays(reading(file), "cannot be read", "d.parquet");
    }

    @Test
    void unknownFormatAndOption() {
        String file = DataFiles.write(folder, "d.dat", "hello world");
        assertSays(reading(file), "format not recognised", "d.dat", "data.format");
        assertSays(reading(DataSource.of(file).withFormat("parkuet")), "unknown format", "nearest=parquet");
        DataSource option = DataSource.of(DataFiles.write(folder, "d.csv", "a,label\n1,2\n"))
                .withOptions(Map.of("sep", ";"));
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> reader.read(option))
                .getMessage());
        assertSays(message, "options.sep=;", "delimiter");
    }

    @Test
    void otherFeaturesThanInTraining() {
        try (Table table = reader.read(DataSource.of(DataFiles.write(folder, "d.csv", "a,b,label\n1,2,3\n")))) {
            table.requireFeatures(List.of("a", "b"));
            assertSays(failure(() -> table.requireFeatures(List.of("a", "c"))), "name=b", "expected=c");
            assertSays(failure(() -> table.shards(RowSelection.heldOut(0.0, Key.of(1)), 2)), "rows=0");
        }
    }
}
