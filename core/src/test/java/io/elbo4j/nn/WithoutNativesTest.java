package io.elbo4j.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.elbo4j.data.Batch;
import io.elbo4j.data.DenseFeatures;
import io.elbo4j.density.Categorical;
import io.elbo4j.density.Network;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Values, gradients and predictions on kernels load nothing of ND4J: a fresh virtual machine tells. */
class WithoutNativesTest {

    /** Trains and predicts, then prints whether ND4J was loaded. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        Network network = Networks.of("auto", List.of("dense 4", "relu"), true, "", List.of(3), new Categorical(2));
        float[] theta = new float[network.layout().dimension()];
        network.outputs(theta, new DenseFeatures(new float[6], 3));
        network.valueGrad(theta, new Batch(new float[6], new float[2], 3));
        var loaded = ClassLoader.class.getDeclaredMethod("findLoadedClass", String.class);
        loaded.setAccessible(true);
        System.out.println(
                loaded.invoke(WithoutNativesTest.class.getClassLoader(), "org.nd4j.linalg.factory.Nd4j") == null
                        ? "without"
                        : "with");
    }

    @Test
    void kernelNetwork_loadsNoTensors() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "--add-modules=jdk.incubator.vector",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WithoutNativesTest.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        assertEquals("without", printed.strip());
    }
}
