package io.elbo4j.spark.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.elbo4j.spark.cli.Cli;
import io.elbo4j.spark.cli.Main;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is really full, and one that is read-only; needs the right to mount. */
@Tag("faults")
class FullDiskTest {

    @TempDir
    Path folder;

    private static boolean done(String... command) throws Exception {
        return new ProcessBuilder(command).start().waitFor() == 0;
    }

    @Test
    @Timeout(300)
    void run_onAFullDisk_saysSo_andGoesOnWhenThereIsSpace() throws Exception {
        DigitsTraining training = DigitsTraining.of(folder, 10);
        Path quiet = training.quiet();
        String disk = Files.createDirectories(folder.resolve("disk")).toString();
        assumeTrue(done("mount", "-t", "tmpfs", "-o", "size=160k", "tmpfs", disk), "the right to mount");
        try {
            Path out = Path.of(disk, "run");
            String[] train = training.command(out, List.of("--set", "checkpoint.everyRounds=1", "--resume"))
                    .toArray(String[]::new);
            Cli full = Cli.run(train)
                    .failed(
                            Main.USAGE,
                            "output: finished run cannot be written: out=" + out,
                            "No space left on device");
            assertTrue(full.out().contains("checkpoint: cannot be written: round="), full.out());

            assertTrue(done("mount", "-o", "remount,size=20m", disk), "more space");
            Cli.run(train).ok();
            DigitsTraining.assertSameBits(quiet, out);
        } finally {
            done("umount", "-l", disk);
        }
    }

    @Test
    @Timeout(120)
    void run_onAReadOnlyDisk_saysSo() throws Exception {
        DigitsTraining training = DigitsTraining.of(folder, 2);
        String disk = Files.createDirectories(folder.resolve("disk")).toString();
        assumeTrue(done("mount", "-t", "tmpfs", "-o", "ro", "tmpfs", disk), "the right to mount");
        try {
            Cli.run(training.command(Path.of(disk, "run"), List.of()).toArray(String[]::new))
                    .failed(Main.USAGE, "output: folder cannot be written: out=" + disk + "/run");
        } finally {
            done("umount", "-l", disk);
        }
    }
}
