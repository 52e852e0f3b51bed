package io.elbo4j.spark.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.spark.cli.Cli;
import io.elbo4j.spark.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Configurations that are damaged by chance: the network is built, or it is said why not. */
class DamagedSettingsTest {

    private static final Duration HANGS = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    @Timeout(120)
    void someDamage_isAlwaysNamed() throws IOException {
        damage(60);
    }

    @Test
    @Tag("faults")
    @Timeout(600)
    void muchDamage_isAlwaysNamed() throws IOException {
        damage(500);
    }

    private void damage(int times) throws IOException {
        Random random = new Random(Mutations.seed());
        Mutations mutations = new Mutations(random);
        Path[] files;
        try (Stream<Path> listed = Files.list(Path.of("../conf"))) {
            // Pictures in their full size take a second each to build, and are no other settings.
            files = listed.filter(each -> each.toString().endsWith(".conf")
                            && !each.toString().contains("lenet")
                            && !each.toString().contains("omniglot"))
                    .sorted()
                    .toArray(Path[]::new);
        }
        Map<Integer, Integer> codes = new TreeMap<>();
        List<String> failures = new ArrayList<>();
        for (int n = 0; n < times; n++) {
            Path from = files[random.nextInt(files.length)];
            String text = mutations.text(Files.readString(from));
            Path file = folder.resolve("damaged.conf");
            Files.writeString(file, text);
            String what = "n=" + n + " " + from + "\n" + text;
            Cli ended = assertTimeoutPreemptively(
                    HANGS, () -> Cli.plain("train", file.toString(), "--dry-run", "--shape", "1,8,8"), what);
            codes.merge(ended.code(), 1, Integer::sum);
            if (ended.code() != Main.OK) {
                String wrong = DamagedTrainingDataTest.wrong(ended);
                if (!wrong.isEmpty()) {
                    failures.add(what + wrong);
                }
            }
        }
        System.out.println("damaged settings, by exit code: " + codes);
        assertEquals(List.of(), failures);
        assertTrue(codes.size() > 1, codes.toString());
    }
}
