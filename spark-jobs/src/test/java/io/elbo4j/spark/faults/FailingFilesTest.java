package io.elbo4j.spark.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.codec.ModelFolder;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.models.TrainedModelCodec;
import io.elbo4j.spark.checkpoint.Checkpoints;
import io.elbo4j.spark.checkpoint.Reached;
import io.elbo4j.spark.faults.FaultyFileSystem.Fault;
import io.elbo4j.spark.io.HadoopFolder;
import io.elbo4j.spark.run.RunFolder;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.Settings;
import io.elbo4j.spec.SpecException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every single call of what a run writes goes wrong, one after the other. */
class FailingFilesTest {

    private static final String HASH = "0".repeat(64);
    private static final Configuration CONFIGURATION = FaultyFileSystem.configuration();
    private static final TrainedModel<?> MODEL = TrainedModel.unread(
            RunSpec.of(Settings.of("", "none", List.of("model.name=ssvi", "network.layers=[\"dense 5\",relu]"))),
            List.of(4),
            1000,
            "");

    @TempDir
    Path folder;

    @AfterEach
    void mend() {
        FaultyFileSystem.disarm();
    }

    private static <S> Reached<S> reached(TrainedModel<S> model, int round) {
        return new Reached<>(
                model.at(model.state(), round),
                List.of("{\"round\":" + round + "}"),
                Map.of("elbo", -1.0),
                Map.of(),
                1,
                2,
                3);
    }

    private String uri(int n) {
        return "faulty://" + folder.resolve("run" + n);
    }

    @Test
    @Timeout(60)
    void checkpoint_whoseNthCallIsTorn_leavesTheOneBefore() throws IOException {
        leavesTheOneBefore(Fault.TEAR);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("faults")
    @Timeout(120)
    void checkpoint_whoseNthCallGoesWrong_leavesTheOneBefore(Fault fault) throws IOException {
        leavesTheOneBefore(fault);
    }

    private void leavesTheOneBefore(Fault fault) throws IOException {
        Checkpoints checkpoints = new Checkpoints(HadoopFolder.of(uri(0), CONFIGURATION));
        checkpoints.write(reached(MODEL, 1), HASH, 2);
        checkpoints.write(reached(MODEL, 2), HASH, 2);
        int failed = 0;
        boolean met = true;
        for (int n = 1; met; n++) {
            int next = n + 2;
            FaultyFileSystem.arm(fault, n);
            boolean written = true;
            try {
                checkpoints.write(reached(MODEL, next), HASH, 2);
            } catch (IOException e) {
                written = false;
                failed++;
                assertTrue(String.valueOf(e.getMessage()).contains("No space left on device"), e.getMessage());
            }
            met = FaultyFileSystem.disarm();
            int round = newest(checkpoints);
            assertTrue(
                    round == next || (!written && round == next - 1),
                    "n=" + n + " round=" + round + " written=" + written);
            // The next one finds nothing in its way.
            checkpoints.write(reached(MODEL, next), HASH, 2);
        }
        System.out.println(fault + ": calls that failed a checkpoint: " + failed);
        assertTrue(fault == Fault.DELAY ? failed == 0 : failed > 30, "failed=" + failed);
    }

    private static int newest(Checkpoints checkpoints) throws IOException {
        return checkpoints.newest(text -> {}).orElseThrow().reached().model().round();
    }

    @Test
    @Tag("faults")
    @Timeout(900)
    void run_thatDiesAtItsNthCall_goesOnFromItsNewestCheckpoint() throws IOException {
        int ended = 0;
        boolean met = true;
        for (int n = 1; met; n++) {
            String uri = uri(n);
            int reached = 0;
            FaultyFileSystem.arm(Fault.DIE, n);
            try {
                RunFolder run = RunFolder.at(uri, CONFIGURATION, false);
                run.begin(MODEL.spec().settings().render());
                for (int round = 1; round <= 3; round++) {
                    run.checkpoints().write(reached(MODEL, round), HASH, 2);
                    reached = round;
                }
                write(run);
                reached = 4;
            } catch (IOException | SpecException e) {
                ended++;
                assertTrue(String.valueOf(e.getMessage()).contains("on purpose"), e.getMessage());
            }
            met = FaultyFileSystem.disarm();
            goesOn(uri, reached, "n=" + n + " reached=" + reached);
        }
        System.out.println("calls at which a run died: " + ended);
        assertTrue(ended > 100, "ended=" + ended);
    }

    /** What a resume does, but for the rounds. */
    private void goesOn(String uri, int reached, String what) throws IOException {
        if (!RunFolder.begun(uri, CONFIGURATION)) {
            assertEquals(0, reached, what);
            return;
        }
        Optional<RunFolder> unfinished = RunFolder.unfinished(uri, CONFIGURATION);
        if (unfinished.isPresent()) {
            assertTrue(reached < 4, what);
            RunFolder run = unfinished.get();
            assertEquals(MODEL.spec().settings().render(), run.settings(), what);
            int found = run.checkpoints()
                    .newest(text -> {})
                    .map(each -> each.reached().model().round())
                    .orElse(0);
            assertTrue(found >= reached, what + " found=" + found);
            write(run);
        }
        HadoopFolder finished = HadoopFolder.of(uri, CONFIGURATION);
        assertEquals(
                3,
                ModelFolder.read(finished.inside("model"), TrainedModelCodec.INSTANCE)
                        .round(),
                what);
        assertEquals(
                List.of("figures.json", "history.jsonl", "metrics.json", "model", "report.html", "run.conf"),
                finished.names(),
                what);
        assertFalse(finished.beside(".unfinished").exists(), what);
    }

    private static void write(RunFolder run) {
        run.write(reached(MODEL, 3).model(), Map.of("accuracy", 1.0), Map.of());
    }

    @Test
    void finishedRun_thatCannotBeWritten_saysWhatToDo() throws IOException {
        String uri = uri(0);
        RunFolder run = RunFolder.at(uri, CONFIGURATION, false);
        run.begin(MODEL.spec().settings().render());
        FaultyFileSystem.arm(Fault.DIE, 5);
        String message = String.valueOf(
                assertThrows(SpecException.class, () -> write(run)).getMessage());
        assertTrue(
                message.startsWith("output: finished run cannot be written: out=" + new org.apache.hadoop.fs.Path(uri)
                        + " cause="),
                message);
        assertTrue(message.contains("No space left on device"), message);
        assertTrue(message.endsWith("then go on with elbo4j resume " + new org.apache.hadoop.fs.Path(uri)), message);
    }
}
