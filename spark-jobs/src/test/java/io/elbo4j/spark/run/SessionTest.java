package io.elbo4j.spark.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.spark.cli.Cli;
import io.elbo4j.spark.cli.Main;
import io.elbo4j.spark.io.DataFiles;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionTest {

    @TempDir
    Path folder;

    private Path train(String name, String file) {
        Path out = folder.resolve(name);
        Stream<String> settings = Stream.of(
                "data.train=" + file,
                "data.test=",
                "data.heldOut=0.2",
                "network.layers=[\"dense 6\",\"relu\"]",
                "train.epochs=2",
                "train.batch=10",
                "cluster.shards=3");
        Cli.run(Stream.concat(
                                Stream.of("train", "../conf/quickstart.conf", "--out", out.toString()),
                                settings.flatMap(each -> Stream.of("--set", each)))
                        .toArray(String[]::new))
                .ok();
        return out;
    }

    /** As on Databricks and in notebooks, whose sessions serialize as they like. */
    @Test
    void open_whereThereIsASession_joinsIt_andLeavesItRunning() {
        String file = DataFiles.write(folder, "rows.csv", DataFiles.csv(DataFiles.digits(5, 120, 4), true));
        Path alone = train("alone", file);
        SparkSession theirs = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", false)
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .getOrCreate();
        try {
            Path joined = train("joined", file);
            assertFalse(theirs.sparkContext().isStopped());
            assertEquals(4, theirs.range(4).count());
            assertEquals(Cli.arrays(alone), Cli.arrays(joined));
            // An exit would end this very JVM.
            Main.main(new String[] {"--version"});
            IllegalStateException failure =
                    assertThrows(IllegalStateException.class, () -> Main.main(new String[] {"train", "absent.conf"}));
            assertTrue(failure.toString().contains("exitCode=2"), failure.toString());
        } finally {
            theirs.stop();
        }
    }
}
