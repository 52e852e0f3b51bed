package io.elbo4j.spark.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.codec.CorruptModelException;
import io.elbo4j.codec.ModelFolder;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.models.TrainedModelCodec;
import io.elbo4j.spark.io.HadoopFolder;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {

    private static final String HASH = "0".repeat(64);
    private static final TrainedModel<?> MODEL = TrainedModel.unread(
            RunSpec.of(Settings.of("", "none", List.of("model.name=ssvi", "network.layers=[\"dense 5\",relu]"))),
            List.of(4),
            1000,
            "");

    @TempDir
    Path root;

    private Path folder;
    private Checkpoints checkpoints;
    private final List<String> damaged = new ArrayList<>();

    @BeforeEach
    void open() {
        folder = root.resolve("checkpoints");
        checkpoints = new Checkpoints(HadoopFolder.of(folder.toString(), new Configuration()));
    }

    private static Reached<?> after(int round, double accuracy) {
        return reached(MODEL, round, accuracy);
    }

    private static <S> Reached<S> reached(TrainedModel<S> model, int round, double accuracy) {
        List<String> history = new ArrayList<>();
        for (int r = 1; r <= round; r++) {
            history.add("{\"round\":" + r + ",\"text\":\"μ\"}");
        }
        Map<String, Double> heldOut = Double.isNaN(accuracy) ? Map.of() : Map.of("heldOutAccuracy", accuracy);
        return new Reached<>(
                model.at(model.state(), round), history, Map.of("elbo", -1.5 * round), heldOut, 2.5, 3L, 1L << 40);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(each -> String.valueOf(each.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    private Checkpoints.Found newest() throws IOException {
        return checkpoints.newest(damaged::add).orElseThrow();
    }

    @Test
    void newest_givesBackAllThatWasWritten() throws IOException {
        assertTrue(checkpoints.newest(damaged::add).isEmpty());
        assertFalse(checkpoints.any());
        Reached<?> written = after(3, 0.5);
        checkpoints.write(written, HASH, 2);
        Checkpoints.Found found = newest();
        assertEquals(written.history(), found.reached().history());
        assertEquals(written.last(), found.reached().last());
        assertEquals(written.heldOut(), found.reached().heldOut());
        assertEquals(2.5, found.reached().seconds());
        assertEquals(3L, found.reached().bytesBroadcast());
        assertEquals(1L << 40, found.reached().bytesReduced());
        assertEquals(
                TrainedModelCodec.INSTANCE.encode(written.model()),
                TrainedModelCodec.INSTANCE.encode(found.reached().model()));
        assertEquals(HASH, found.dataHash());
        assertEquals(List.of(), damaged);
        // A checkpoint's model is a model like any other.
        Path model = folder.resolve("round-000000003/model");
        ModelFolder.read(HadoopFolder.of(model.toString(), new Configuration()), TrainedModelCodec.INSTANCE);
    }

    @Test
    void write_keepsTheNewestAndTheBest() throws IOException {
        double[] accuracy = {0.1, 0.7, 0.6, 0.7, Double.NaN, 0.2, 0.3};
        for (int round = 1; round <= accuracy.length; round++) {
            checkpoints.write(after(round, accuracy[round - 1]), HASH, 2);
        }
        assertEquals(List.of("round-000000004", "round-000000006", "round-000000007"), names());
        checkpoints.keepBest();
        assertEquals(List.of("round-000000004"), names());
        // Going on from an older one leaves those of later rounds behind.
        checkpoints.write(after(2, 0.1), HASH, 2);
        assertEquals(List.of("round-000000002"), names());
    }

    @Test
    void newest_passesOverTornOnes() throws IOException {
        checkpoints.write(after(1, 0.5), HASH, 2);
        Files.delete(folder.resolve("round-000000001/journey/manifest.json"));
        assertTrue(checkpoints.newest(damaged::add).isEmpty(), "ended at its first checkpoint: begun again");
        assertEquals(1, damaged.size());
        damaged.clear();
        checkpoints.write(after(1, 0.5), HASH, 2);
        checkpoints.write(after(2, 0.6), HASH, 2);
        Files.delete(folder.resolve("round-000000002/journey/manifest.json"));
        assertEquals(1, newest().reached().model().round());
        assertTrue(damaged.get(0).startsWith("checkpoint: damaged: checkpoint=round-000000002 cause="), damaged.get(0));
        // The same round again takes the torn one's place.
        checkpoints.write(after(2, 0.6), HASH, 2);
        assertEquals(2, newest().reached().model().round());
    }

    @Test
    void newest_detectsEveryDamage() throws IOException {
        long seed = 20261124;
        Random random = new Random(seed);
        checkpoints.write(after(1, 0.5), HASH, 2);
        checkpoints.write(after(2, 0.6), HASH, 2);
        for (int n = 0; n < 100; n++) {
            Path file = any(random, folder.resolve("round-000000002"));
            byte[] whole = Files.readAllBytes(file);
            byte[] bytes = whole.clone();
            int kind = random.nextInt(3);
            if (kind == 0) {
                Files.delete(file);
            } else if (kind == 1 || bytes.length == 0) {
                Files.write(file, Arrays.copyOf(bytes, bytes.length == 0 ? 1 : random.nextInt(bytes.length)));
            } else {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, bytes);
            }
            assertEquals(1, newest().reached().model().round(), "seed=" + seed + " n=" + n + " file=" + file);
            Files.write(file, whole);
        }
        assertEquals(2, newest().reached().model().round(), "seed=" + seed);
    }

    private static Path any(Random random, Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            // Checksum files of the local file system are not ours.
            List<Path> all = files.filter(Files::isRegularFile)
                    .filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
                    .sorted()
                    .toList();
            return all.get(random.nextInt(all.size()));
        }
    }

    @Test
    void newest_detectsPartsOfDifferentCheckpoints() throws IOException {
        checkpoints.write(after(1, 0.5), HASH, 3);
        checkpoints.write(after(2, 0.6), HASH, 3);
        checkpoints.write(after(3, 0.6), HASH, 3);
        Path two = folder.resolve("round-000000002/model");
        Path three = folder.resolve("round-000000003/model");
        Files.move(three, root.resolve("model"));
        Files.move(two, three);
        Files.move(root.resolve("model"), two);
        assertEquals(1, newest().reached().model().round());
        assertEquals(2, damaged.size());
        assertTrue(damaged.get(0).contains("parts of different checkpoints"), damaged.get(0));
        Files.delete(folder.resolve("round-000000001/model/manifest.json"));
        String message = String.valueOf(
                assertThrows(CorruptModelException.class, this::newest).getMessage());
        assertTrue(message.startsWith("checkpoint: none is whole: folder="), message);
        assertTrue(message.endsWith("damaged=3; train again with --force"), message);
    }
}
