package io.elbo4j.spark.io;

import static io.elbo4j.spark.io.ShardAssert.assertShards;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.data.Batch;
import io.elbo4j.data.Moments;
import io.elbo4j.data.Shard;
import io.elbo4j.data.Standardisation;
import io.elbo4j.math.Key;
import io.elbo4j.spark.LocalSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class ShardsTest {

    @TempDir
    Path folder;

    private static DatasetReader reader(SparkSession spark) {
        return new DatasetReader(spark, new Surroundings(name -> ""));
    }

    private static Batch selected(Batch batch, RowSelection selection) {
        return batch.select(
                IntStream.range(0, batch.rows()).filter(selection::contains).toArray());
    }

    @Test
    void shards_ofTrainingAndHeldOutRows_areReindexedAndDisjoint(SparkSession spark) {
        Batch batch = DataFiles.digits(20, 500, 6);
        String images = DataFiles.images(folder, "x", ".gz", batch, 2, 3);
        Batch scaled = DataFiles.scaled(batch);
        DataFiles.write(folder.resolve("csv"), "a.csv", DataFiles.csv(scaled.slice(0, 123), true));
        DataFiles.write(folder.resolve("csv"), "b.csv", DataFiles.csv(scaled.slice(123, 500), true));
        RowSelection training = RowSelection.training(0.3, Key.of(9));
        RowSelection heldOut = RowSelection.heldOut(0.3, Key.of(9));
        Batch expectedTraining = selected(scaled, training);
        Batch expectedHeldOut = selected(scaled, heldOut);
        assertEquals(500, expectedTraining.rows() + expectedHeldOut.rows());
        // Binomial(500, 0.3) has standard deviation 10.2: five of them on each side.
        assertEquals(150, expectedHeldOut.rows(), 51);
        for (String uri : List.of(images, folder + "/csv")) {
            try (Table table = reader(spark).read(DataSource.of(uri))) {
                assertEquals(
                        List.of(Shard.split(expectedTraining, 7)),
                        table.shards(training, 7).rdd().collect());
                assertEquals(expectedHeldOut, table.shards(heldOut, 4).collected());
            }
        }
    }

    @Test
    void shards_afterPartitionsAreLost_areMadeAgainFromTheFiles(SparkSession spark) {
        Batch batch = DataFiles.reals(21, 200, 3);
        String file = DataFiles.write(folder, "d.csv", DataFiles.csv(batch, true));
        Shards shards;
        try (Table table = reader(spark).read(DataSource.of(file))) {
            shards = table.shards(RowSelection.ALL, 3);
        }
        shards.unpersist();
        assertEquals(batch, shards.collected());
    }

    @Test
    void everything_onOneOrTwoCores_hasTheSameBits() {
        Batch batch = DataFiles.reals(22, 3000, 5);
        for (int part = 0; part < 3; part++) {
            DataFiles.write(
                    folder.resolve("csv"),
                    part + ".csv",
                    DataFiles.csv(batch.slice(part * 1000, part * 1000 + 1000), true));
        }
        Batch digits = DataFiles.digits(23, 100, 4);
        String images = DataFiles.images(folder, "i", "", digits, 2, 2);
        List<Object> found = new ArrayList<>();
        for (String master : List.of("local[1]", "local[2]", "local[5]")) {
            LocalSpark.on(master, spark -> {
                if (master.equals("local[1]")) {
                    spark.read()
                            .option("header", true)
                            .option("inferSchema", true)
                            .csv(folder + "/csv")
                            .coalesce(1)
                            .write()
                            .parquet(folder + "/p");
                }
                List<Object> here = new ArrayList<>();
                for (String uri : List.of(folder + "/csv", images, folder + "/p")) {
                    try (Table table = reader(spark).read(DataSource.of(uri))) {
                        RowSelection training = RowSelection.training(0.2, Key.of(3));
                        Shards shards = table.shards(training, 4);
                        DataProfile profile = shards.profile();
                        here.add(profile);
                        here.add(shards.standardised(profile.standardisationWithTargets())
                                .collected());
                    }
                }
                found.add(here);
            });
        }
        assertEquals(found.get(0), found.get(1));
        assertEquals(found.get(0), found.get(2));
    }

    @Test
    void profile_ofImages_namesClassesConstantPixelsAndContent(SparkSession spark) {
        Batch batch = DataFiles.digits(24, 60, 6);
        for (int i = 0; i < 60; i++) {
            batch.features().dense()[i * 6 + 4] = 77;
        }
        String images = DataFiles.images(folder, "x", "", batch, 2, 3);
        String csv = DataFiles.write(folder, "d.csv", DataFiles.csv(DataFiles.scaled(batch), true));
        DataProfile profile;
        try (Table table = reader(spark).read(DataSource.of(images))) {
            Shards shards = table.shards(RowSelection.ALL, 5);
            profile = shards.profile();
            assertEquals(60, profile.rows());
            assertEquals(List.of(1, 2, 3), profile.shape());
            assertEquals(10, profile.classes());
            assertEquals(List.of("p4"), profile.constantFeatures());
            assertEquals(1, profile.standardisation().mean().length);
            assertEquals(
                    profile.contentHash(),
                    table.shards(RowSelection.ALL, 2).profile().contentHash());
        }
        try (Table table = reader(spark).read(DataSource.of(csv))) {
            assertEquals(
                    profile.contentHash(),
                    table.shards(RowSelection.ALL, 3).profile().contentHash(),
                    "the same numbers in another format");
        }
        batch.features().dense()[7] = batch.features().dense()[7] == 3 ? 4 : 3;
        DataFiles.images(folder, "x", "", batch, 2, 3);
        try (Table table = reader(spark).read(DataSource.of(images))) {
            assertNotEquals(
                    profile.contentHash(),
                    table.shards(RowSelection.ALL, 5).profile().contentHash());
        }
    }

    @Test
    void standardisation_fittedOnShards_equalsFittedInMemory(SparkSession spark) {
        Batch batch = DataFiles.reals(25, 333, 4);
        String file = DataFiles.write(folder, "d.csv", DataFiles.csv(batch, true));
        try (Table table = reader(spark).read(DataSource.of(file))) {
            Shards shards = table.shards(RowSelection.ALL, 6);
            Standardisation fitted = shards.profile().standardisationWithTargets();
            Moments moments = Moments.ofFeatures(batch);
            assertArrayEquals(Standardisation.of(moments, 4).mean(), fitted.mean(), 1e-12);
            assertArrayEquals(Standardisation.of(moments, 4).sd(), fitted.sd(), 1e-12);
            assertEquals(fitted.apply(batch), shards.standardised(fitted).collected());
            assertEquals(0, shards.profile().classes());
            String message = ShardAssert.failure(() -> shards.standardised(Standardisation.identity(3)));
            assertTrue(message.contains("features=4 trained=3"), message);
        }
    }

    @Test
    void table_ofOneRow_leavesOtherShardsEmpty(SparkSession spark) {
        String file = DataFiles.write(folder, "d.csv", "a,label\n5,1\n");
        try (Table table = reader(spark).read(DataSource.of(file))) {
            assertShards(new Batch(new float[] {5}, new float[] {1}, 1), table, 1, 3);
            DataProfile profile = table.shards(RowSelection.ALL, 3).profile();
            assertEquals(List.of("a"), profile.constantFeatures());
            assertEquals(2, profile.classes());
        }
    }
}
