package io.elbo4j.spark.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTest {

    @TempDir
    Path folder;

    private Registry registry() {
        return Registry.at(folder.toString(), new Configuration());
    }

    private static Entry entry(int number, Decision decision, String version, String champion, double nll) {
        return new Entry(
                number,
                "2026-01-0" + number + "T03:00:00Z",
                decision,
                version,
                champion,
                "in box/ü,\"" + number,
                "hash" + number,
                7,
                "judges",
                List.of("nll=1.0 champion=0.5"),
                Map.of("nll", nll, "ece15", 1e-300, "accuracy", Double.NaN));
    }

    @Test
    void journal_ofWritten_isWhatWasDecided() throws IOException {
        assertEquals(new Journal(List.of(), List.of(), 1), registry().journal());
        assertEquals(Optional.empty(), registry().journal().champion());
        Entry first = entry(1, Decision.PROMOTED, "a", "a", 0.7);
        Entry second = entry(2, Decision.REFUSED, "b", "a", 0.1);
        Entry third = entry(3, Decision.PROMOTED, "c", "c", 0.1 + 0.2);
        Entry fourth = entry(4, Decision.ROLLED_BACK, "a", "a", 5);
        for (Entry entry : List.of(first, second, third, fourth)) {
            registry().commit(entry);
        }
        Journal journal = registry().journal();
        assertEquals(new Journal(List.of(first, second, third, fourth), List.of(), 5), journal);
        assertEquals(Optional.of("a"), journal.champion());
        assertEquals(List.of("c", "a"), journal.champions());
        assertEquals(Optional.of(0.1 + 0.2), journal.lowest("nll", "judges"));
        assertEquals(Optional.empty(), journal.lowest("nll", "others"));
        assertTrue(journal.knows("hash2") && !journal.knows("hash5"));
        try (Stream<Path> files = Files.list(folder.resolve("journal"))) {
            assertEquals(4, files.count(), "nothing but the decisions is left");
        }
    }

    @Test
    void manyJobsAtOnce_oneWinsEachDecision() throws Exception {
        int jobs = 8;
        int decisions = 20;
        ExecutorService threads = Executors.newFixedThreadPool(jobs);
        try {
            for (int number = 1; number <= decisions; number++) {
                int wanted = number;
                List<Callable<Boolean>> race = IntStream.range(0, jobs)
                        .<Callable<Boolean>>mapToObj(job -> () -> {
                            try {
                                registry().commit(entry(wanted, Decision.PROMOTED, "job" + job, "job" + job, job));
                                return true;
                            } catch (ConflictException e) {
                                assertTrue(e.toString().contains("entry=" + wanted), e.toString());
                                return false;
                            }
                        })
                        .toList();
                int won = 0;
                for (Future<Boolean> each : threads.invokeAll(race)) {
                    won += each.get() ? 1 : 0;
                }
                assertEquals(1, won, "decision " + number);
            }
        } finally {
            threads.shutdownNow();
        }
        Journal journal = registry().journal();
        assertEquals(decisions, journal.entries().size());
        assertEquals(List.of(), journal.damaged());
    }

    @Test
    void damagedDecisions_areNamedAndNeverTaken() throws IOException {
        long seed = 3;
        Random random = new Random(seed);
        registry().commit(entry(1, Decision.PROMOTED, "a", "a", 1));
        byte[] whole = entry(2, Decision.PROMOTED, "b", "b", 1).bytes();
        Path second = folder.resolve("journal/000002.json");
        for (int damage = 0; damage < 300; damage++) {
            byte[] bytes = whole.clone();
            if (damage % 2 == 0) {
                bytes = java.util.Arrays.copyOf(whole, random.nextInt(whole.length - 2));
            } else {
                bytes[random.nextInt(bytes.length - 1)] ^= (byte) (1 << random.nextInt(7));
            }
            Files.write(second, bytes);
            Journal journal = registry().journal();
            String message = "seed=" + seed + " damage=" + damage + " "
                    + new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
            // White space between values is not part of the decision.
            if (journal.entries().size() == 2) {
                assertEquals(
                        entry(2, Decision.PROMOTED, "b", "b", 1),
                        journal.entries().get(1),
                        message);
                continue;
            }
            assertEquals(Optional.of("a"), journal.champion(), message);
            assertEquals(List.of("000002.json"), journal.damaged(), message);
            assertEquals(3, journal.next(), message);
        }
    }

    @Test
    void gate_objectsToWhatWasLost_andToWhatIsNoNumber() {
        Gate gate = new Gate(0.02, 0.01, 0.005);
        Map<String, Double> champion = Map.of("nll", 0.5, "ece15", 0.01, "accuracy", 0.9);
        assertEquals(List.of(), gate.objections(Map.of("nll", 0.5199, "ece15", 0.0199, "accuracy", 0.8951), champion));
        assertEquals(List.of(), gate.objections(Map.of("nll", 0.3), Map.of()));
        assertEquals(
                3,
                gate.objections(Map.of("nll", 0.53, "ece15", 0.03, "accuracy", 0.89), champion)
                        .size());
        assertEquals(2, gate.objections(Map.of("nll", Double.NaN), champion).size());
        assertEquals(
                1,
                gate.objections(Map.of("nll", Double.POSITIVE_INFINITY), Map.of())
                        .size());
        assertEquals(1, gate.objections(Map.of(), Map.of()).size());
    }

    @Test
    void placeThatIsNoRegistry_isNamed() {
        String message =
                assertThrows(RuntimeException.class, () -> registry().require()).toString();
        assertTrue(message.contains("registry=" + folder), message);
    }
}
