package io.elbo4j.spark.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.elbo4j.spark.LocalSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class NamedDataTest {

    private static final String DEBIAN = "/usr/share/datasets/fashion-mnist";
    private static final List<String> TEST_FILES = List.of("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz");
    private static final Fetcher OFFLINE = (address, to) -> {
        throw new IOException("no network");
    };

    @TempDir
    Path folder;

    private final Map<String, String> variables = new HashMap<>();

    private Surroundings surroundings() {
        variables.putIfAbsent(Surroundings.HOME, folder + "/home");
        return new Surroundings(name -> variables.getOrDefault(name, ""));
    }

    private NamedData named(Fetcher fetcher) {
        return new NamedData(new Configuration(), surroundings(), fetcher, folder + "/system");
    }

    private void put(String where) {
        TEST_FILES.forEach(file -> DataFiles.write(folder.resolve(where), file, "any"));
    }

    private DataSource find(String root) {
        return named(OFFLINE).resolve(DataSource.of("fashion-mnist"), NamedData.Part.TEST, root);
    }

    @Test
    void resolve_looksInTheDocumentedOrder() {
        variables.put(Surroundings.DATA, folder + "/variable");
        put("system/fashion-mnist");
        assertTrue(find("").uri().startsWith(folder + "/system/fashion-mnist/t10k-images"));
        put("home/data/fashion-mnist");
        assertTrue(find("").uri().startsWith("file:" + folder + "/home/data/fashion-mnist/"));
        put("variable/fashion-mnist");
        assertTrue(find("").uri().startsWith(folder + "/variable/"));
        put("root/fashion-mnist");
        DataSource source = find(folder + "/root");
        assertEquals(folder + "/root/fashion-mnist/t10k-images-idx3-ubyte.gz", source.uri());
        assertEquals(folder + "/root/fashion-mnist/t10k-labels-idx1-ubyte.gz", source.labelsUri());
        assertEquals("idx", source.format());
    }

    @Test
    void resolve_ofAnyOtherUri_changesNothing() {
        DataSource source = DataSource.of("hdfs://h/x.csv").withLabel("y");
        assertEquals(source, named(OFFLINE).resolve(source, NamedData.Part.TRAIN, ""));
        assertTrue(NamedData.isName("mnist") && !NamedData.isName("x.csv"));
    }

    @Test
    void resolve_offline_saysWhatToDo() {
        String message = ShardAssert.failure(() -> find(""));
        assertTrue(message.contains("apt install dataset-fashion-mnist"), message);
        assertTrue(message.contains("ELBO4J_DATA") && message.contains("no network"), message);
        assertFalse(Files.exists(folder.resolve("home/data/cache/fashion-mnist/" + TEST_FILES.get(0) + ".partial")));
    }

    @Test
    void resolve_withWrongFile_keepsNothing() throws IOException {
        NamedData named = named((address, to) -> to.write("not it".getBytes(StandardCharsets.UTF_8)));
        String message = ShardAssert.failure(() -> named.resolve(DataSource.of("mnist"), NamedData.Part.TEST, ""));
        assertTrue(message.contains("another check sum"), message);
        try (var left = Files.walk(folder.resolve("home"))) {
            assertEquals(
                    0,
                    left.filter(path -> path.toString().contains("ubyte.gz") && !path.endsWith(".crc"))
                            .count());
        }
    }

    @Test
    void resolve_withPublishedFiles_fetchesOnceAndChecks() {
        assumeTrue(Files.isDirectory(Path.of(DEBIAN)), "Debian's package dataset-fashion-mnist is not installed");
        int[] fetched = {0};
        Fetcher mirror = (address, to) -> {
            fetched[0]++;
            Files.copy(Path.of(DEBIAN, Path.of(address.getPath()).getFileName().toString()), to);
        };
        for (int time = 0; time < 2; time++) {
            DataSource source = named(mirror).resolve(DataSource.of("fashion-mnist"), NamedData.Part.TEST, "");
            assertTrue(source.uri().endsWith("home/data/cache/fashion-mnist/t10k-images-idx3-ubyte.gz"));
        }
        assertEquals(2, fetched[0]);
    }

    @Test
    void resolve_fromFolderWithTheFilesThemselves_tellsTheSetByItsContent() {
        assumeTrue(Files.isDirectory(Path.of(DEBIAN)), "Debian's package dataset-fashion-mnist is not installed");
        variables.put(Surroundings.DATA, DEBIAN);
        assertTrue(find("").uri().startsWith(DEBIAN));
        String message =
                ShardAssert.failure(() -> named(OFFLINE).resolve(DataSource.of("mnist"), NamedData.Part.TEST, ""));
        assertTrue(message.contains("not found and not fetched: name=mnist"), message);
    }

    @Test
    void read_fashionMnist_hasItsKnownSizeClassesAndMean(SparkSession spark) {
        assumeTrue(Files.isDirectory(Path.of(DEBIAN)), "Debian's package dataset-fashion-mnist is not installed");
        NamedData named = new NamedData(new Configuration(), surroundings(), OFFLINE);
        DataSource source = named.resolve(DataSource.of("fashion-mnist"), NamedData.Part.TRAIN, "");
        try (Table table = new DatasetReader(spark, surroundings()).read(source)) {
            Shards shards = table.shards(RowSelection.ALL, 4);
            DataProfile profile = shards.profile();
            assertEquals(60_000, profile.rows());
            assertEquals(10, profile.classes());
            assertEquals(List.of(), profile.constantFeatures());
            // The mean and standard deviation that the literature standardises by.
            assertEquals(0.2860, profile.standardisation().mean()[0], 1e-4);
            assertEquals(0.3530, profile.standardisation().sd()[0], 1e-4);
            shards.unpersist();
        }
    }

    @Test
    void read_digitsOfTheProject_hasTwoPartsOfTenClasses(SparkSession spark) {
        variables.put(
                Surroundings.HOME, Path.of("..").toAbsolutePath().normalize().toString());
        DataProfile training = digits(spark, NamedData.Part.TRAIN, "data/digits-train.csv.gz");
        assertEquals(1438, training.rows());
        assertEquals(List.of("p0", "p32", "p39"), training.constantFeatures());
        DataProfile test = digits(spark, NamedData.Part.TEST, "data/digits-test.csv.gz");
        assertEquals(359, test.rows());
        for (DataProfile part : List.of(training, test)) {
            assertEquals(10, part.classes());
            assertEquals(0, part.features().min()[5]);
            assertEquals(16, part.features().max()[5]);
        }
    }

    /** A part of the digits, the same by name and by file. */
    private DataProfile digits(SparkSession spark, NamedData.Part part, String file) {
        DataProfile byFile = profile(spark, DataSource.of(file));
        DataProfile byName = profile(spark, named(OFFLINE).resolve(DataSource.of("digits"), part, ""));
        assertEquals(byFile.contentHash(), byName.contentHash());
        return byName;
    }

    private DataProfile profile(SparkSession spark, DataSource source) {
        try (Table table = new DatasetReader(spark, surroundings()).read(source)) {
            assertEquals(64, table.featureNames().size());
            return table.shards(RowSelection.ALL, 4).profile();
        }
    }
}
