package io.elbo4j.spark.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.elbo4j.data.Batch;
import io.elbo4j.spark.LocalSpark;
import io.elbo4j.spark.faults.Mutations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Files of rows that are damaged by chance: they are read, or it is said what is wrong. */
@ExtendWith(LocalSpark.class)
class DamagedDataTest {

    private static final Duration HANGS = Duration.ofSeconds(60);
    private static final int LONGEST_MESSAGE = 2000;

    @TempDir
    Path folder;

    private record Input(Path file, boolean text, String format) {}

    @Test
    @Timeout(120)
    void someDamage_isAlwaysNamed(SparkSession spark) throws IOException {
        damage(spark, 40);
    }

    @Test
    @Tag("faults")
    @Timeout(600)
    void muchDamage_isAlwaysNamed(SparkSession spark) throws IOException {
        damage(spark, 500);
    }

    private void damage(SparkSession spark, int times) throws IOException {
        Random random = new Random(Mutations.seed());
        Mutations mutations = new Mutations(random);
        List<Input> inputs = inputs(spark);
        Map<String, Integer> ends = new TreeMap<>();
        List<String> failures = new ArrayList<>();
        for (int n = 0; n < times; n++) {
            Input input = inputs.get(n % inputs.size());
            byte[] whole = Files.readAllBytes(input.file());
            Files.write(
                    input.file(),
                    input.text()
                            ? mutations
                                    .text(new String(whole, StandardCharsets.UTF_8))
                                    .getBytes(StandardCharsets.UTF_8)
                            : mutations.bytes(whole));
            String end = assertTimeoutPreemptively(HANGS, () -> end(spark, input), "n=" + n + " " + input.file());
            ends.merge(input.file().getFileName() + (end.isEmpty() ? " read" : " refused"), 1, Integer::sum);
            if (!end.isEmpty()
                    && (!end.matches("(?s)[^:=]+: .*=.*; .+")
                            || end.length() > LONGEST_MESSAGE
                            || end.contains("\0"))) {
                failures.add("n=" + n + " " + end);
            }
            Files.write(input.file(), whole);
        }
        for (Input input : inputs) {
            assertEquals("", end(spark, input));
        }
        System.out.println("damaged data: " + ends);
        assertEquals(List.of(), failures);
    }

    /** The message of the data exception; nothing where the rows can be read; else what must not be. */
    private static String end(SparkSession spark, Input input) {
        DatasetReader reader = new DatasetReader(spark, new Surroundings(name -> ""));
        try (Table table = reader.read(DataSource.of(input.file().toString()).withFormat(input.format()))) {
            table.shards(RowSelection.ALL, 2).unpersist();
            return "";
        } catch (DataException e) {
            return String.valueOf(e.getMessage());
        } catch (Throwable e) {
            return "not ours " + e;
        }
    }

    private List<Input> inputs(SparkSession spark) throws IOException {
        Batch rows = DataFiles.digits(3, 40, 4);
        Path written = folder.resolve("written");
        spark.read()
                .option("header", "true")
                .option("inferSchema", "true")
                .csv(DataFiles.write(folder, "for-parquet.csv", DataFiles.csv(rows, true)))
                .coalesce(1)
                .write()
                .parquet(written.toString());
        // Without the checksum file of the local file system, which would know by itself.
        Path parquet = folder.resolve("rows.parquet");
        try (Stream<Path> files = Files.list(written)) {
            Files.copy(
                    files.filter(each -> each.toString().endsWith(".parquet"))
                            .findFirst()
                            .orElseThrow(),
                    parquet);
        }
        return List.of(
                new Input(Path.of(DataFiles.write(folder, "rows.csv", DataFiles.csv(rows, true))), true, "csv"),
                new Input(Path.of(DataFiles.write(folder, "rows.libsvm", DataFiles.libsvm(rows))), true, "libsvm"),
                new Input(Path.of(DataFiles.images(folder, "t", "", rows, 2, 2)), false, "idx"),
                new Input(parquet, false, "parquet"));
    }
}
