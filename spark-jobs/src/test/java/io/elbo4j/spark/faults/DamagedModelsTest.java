package io.elbo4j.spark.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.elbo4j.codec.CorruptModelException;
import io.elbo4j.codec.ModelFolder;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.models.TrainedModelCodec;
import io.elbo4j.spark.checkpoint.Checkpoints;
import io.elbo4j.spark.checkpoint.Reached;
import io.elbo4j.spark.io.HadoopFolder;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Models and checkpoints whose files are damaged by chance, or by someone who also mends the checksums. */
class DamagedModelsTest {

    private static final Duration HANGS = Duration.ofSeconds(30);
    private static final String HASH = "0".repeat(64);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path root;

    private Checkpoints checkpoints;
    private Path newest;

    @BeforeEach
    void writeTwo() throws IOException {
        checkpoints =
                new Checkpoints(HadoopFolder.of(root.resolve("checkpoints").toString(), new Configuration()));
        newest = root.resolve("checkpoints/round-000000002");
        for (int round = 1; round <= 2; round++) {
            checkpoints.write(
                    after(
                            TrainedModel.unread(
                                    RunSpec.of(Settings.of(
                                            "",
                                            "none",
                                            List.of("model.name=ssvi", "network.layers=[\"dense 5\",relu]"))),
                                    List.of(4),
                                    1000,
                                    ""),
                            round),
                    HASH,
                    2);
        }
    }

    private static <S> Reached<S> after(TrainedModel<S> model, int round) {
        return new Reached<>(model.at(model.state(), round), List.of("{}"), Map.of("elbo", -1.0), Map.of(), 1, 2, 3);
    }

    @Test
    @Timeout(60)
    void someDamage_isAlwaysNamed() throws IOException {
        damage(60);
    }

    @Test
    @Tag("faults")
    @Timeout(300)
    void muchDamage_isAlwaysNamed() throws IOException {
        damage(500);
    }

    private void damage(int times) throws IOException {
        Random random = new Random(Mutations.seed());
        Map<Path, byte[]> whole = files();
        Map<String, Integer> ends = new TreeMap<>();
        for (int n = 0; n < times; n++) {
            String what = random.nextInt(2) == 0 ? byChance(random, whole) : onPurpose(random, whole);
            String end = end("n=" + n + " " + what);
            ends.merge(end, 1, Integer::sum);
            for (Map.Entry<Path, byte[]> file : whole.entrySet()) {
                Files.write(file.getKey(), file.getValue());
            }
        }
        assertEquals(2, round());
        System.out.println("damaged models and checkpoints: " + ends);
        assertTrue(ends.getOrDefault("refused", 0) > times / 2, ends.toString());
    }

    /** All but the checksum files of the local file system, which would know by themselves. */
    private Map<Path, byte[]> files() throws IOException {
        Map<Path, byte[]> whole = new TreeMap<>();
        try (Stream<Path> walked = Files.walk(newest)) {
            for (Path file : walked.filter(Files::isRegularFile).toList()) {
                if (String.valueOf(file.getFileName()).startsWith(".")) {
                    Files.delete(file);
                } else {
                    whole.put(file, Files.readAllBytes(file));
                }
            }
        }
        return whole;
    }

    private static String byChance(Random random, Map<Path, byte[]> whole) throws IOException {
        List<Path> files = new ArrayList<>(whole.keySet());
        Path file = files.get(random.nextInt(files.size()));
        if (random.nextInt(6) == 0) {
            Path other = files.get(random.nextInt(files.size()));
            Files.write(file, whole.getOrDefault(other, new byte[0]));
            return "swapped " + file + " for " + other;
        }
        Files.write(file, new Mutations(random).bytes(whole.getOrDefault(file, new byte[0])));
        return "damaged " + file;
    }

    /** Changes an array or the manifest, and mends every checksum. */
    private String onPurpose(Random random, Map<Path, byte[]> whole) throws IOException {
        Path part = newest.resolve(random.nextInt(3) == 0 ? "journey" : "model");
        Path manifest = part.resolve("manifest.json");
        String text = Files.readString(manifest);
        String what;
        if (random.nextBoolean()) {
            List<Path> arrays = whole.keySet().stream()
                    .filter(each -> each.startsWith(part) && each.toString().endsWith(".bin"))
                    .toList();
            Path array = arrays.get(random.nextInt(arrays.size()));
            byte[] before = whole.getOrDefault(array, new byte[0]);
            byte[] bytes = before.clone();
            if (bytes.length > 0) {
                byte[] mutated = new Mutations(random).bytes(bytes);
                System.arraycopy(mutated, 0, bytes, 0, Math.min(mutated.length, bytes.length));
            }
            Files.write(array, bytes);
            text = text.replace(sha256(before), sha256(bytes));
            what = "forged " + array;
        } else {
            text = forged(random, text);
            what = "forged " + manifest + "\n" + text;
        }
        signed(manifest, text);
        if (manifest.startsWith(newest.resolve("model"))) {
            Path journey = newest.resolve("journey/manifest.json");
            JsonNode model = json(Files.readString(manifest));
            JsonNode before = json(new String(whole.getOrDefault(manifest, new byte[0]), StandardCharsets.UTF_8));
            signed(
                    journey,
                    Files.readString(journey)
                            .replace(
                                    before.path("sha256").asText(),
                                    model.path("sha256").asText()));
        }
        return what;
    }

    private static JsonNode json(String text) throws IOException {
        try {
            return JSON.readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }

    /** One value of the manifest, the settings among them, becomes another. */
    private static String forged(Random random, String text) throws IOException {
        JsonNode root = JSON.readTree(text);
        JsonNode part =
                root.path("parts").path(random.nextInt(root.path("parts").size()));
        Mutations mutations = new Mutations(random);
        if (part.path("value").isTextual() && part instanceof ObjectNode object) {
            object.put("value", mutations.text(part.path("value").asText()));
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
        }
        return mutations.text(text);
    }

    private static void signed(Path manifest, String text) throws IOException {
        String blank = text.replaceFirst("\"sha256\"( ?): \"[0-9a-f]*\"", "\"sha256\"$1: \"" + "0".repeat(64) + "\"");
        Files.writeString(manifest, blank.replaceFirst("0{64}", sha256(blank.getBytes(StandardCharsets.UTF_8))));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How reading ends, the model alone and the checkpoint. */
    private String end(String what) {
        return assertTimeoutPreemptively(
                HANGS,
                () -> {
                    try {
                        ModelFolder.read(
                                HadoopFolder.of(newest.resolve("model").toString(), new Configuration()),
                                TrainedModelCodec.INSTANCE);
                    } catch (CorruptModelException e) {
                        assertTrue(
                                String.valueOf(e.getMessage()).matches("(?s)[^:=]+: .*=.*; .+"),
                                what + ": " + e.getMessage());
                    } catch (Throwable e) {
                        return fail(what, e);
                    }
                    try {
                        return round() == 2 ? "accepted" : "refused";
                    } catch (Throwable e) {
                        return fail(what, e);
                    }
                },
                what);
    }

    private int round() throws IOException {
        List<String> damaged = new ArrayList<>();
        int round =
                checkpoints.newest(damaged::add).orElseThrow().reached().model().round();
        assertEquals(2 - round, damaged.size(), damaged.toString());
        return round;
    }
}
