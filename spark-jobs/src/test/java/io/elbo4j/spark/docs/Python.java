package io.elbo4j.spark.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Python's own parser; what asks for it is skipped where python3 is not installed. */
final class Python {

    private Python() {}

    static void requireParsed(Path file) {
        try {
            Process python = new ProcessBuilder(
                            "python3", "-c", "import ast, sys; ast.parse(open(sys.argv[1]).read())", file.toString())
                    .redirectErrorStream(true)
                    .start();
            assertTrue(python.waitFor(60, TimeUnit.SECONDS), "python3 ends");
            assertEquals(
                    0, python.exitValue(), new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            Assumptions.abort("python3 is not installed: " + e.getMessage());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
