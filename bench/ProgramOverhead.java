import io.elbo4j.data.Batch;
import io.elbo4j.math.Key;
import io.elbo4j.models.vae.Decoder;
import io.elbo4j.models.vae.Encoder;
import io.elbo4j.models.vae.VaeSpec;
import io.elbo4j.objective.Elbo;
import io.elbo4j.program.Inference;
import io.elbo4j.program.Minibatch;
import io.elbo4j.samediff.HostArrays;
import io.elbo4j.samediff.SpecialFunctions;
import io.elbo4j.samediff.StandardOutput;
import io.elbo4j.samediff.StepMemory;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.api.OutAndGrad;
import org.nd4j.autodiff.samediff.internal.InferenceSession;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A gradient of the variational autoencoder 784-200-10-200-784, as a program and as a SameDiff graph written by hand for this one model: parameters and
 * rows in, value and gradient out, the latter by SameDiff's own session; and the same model in PyTorch, in a process of its own. Medians of rounds that take turns. Run as a
 * source file by program-overhead.sh: {@code ROUNDS OUT [PYTHON SCRIPT]}.
 */
public final class ProgramOverhead {

    private static final VaeSpec SPEC = new VaeSpec(784, 200, 10);
    private static final int PER_ROUND = 20;

    public static void main(String[] arguments) throws IOException {
        int rounds = Integer.parseInt(arguments[0]);
        Optional<Peer> peer =
                arguments.length > 3 ? Optional.of(Peer.started(arguments[2], arguments[3])) : Optional.empty();
        for (int rows : new int[] {64, 1024}) {
            float[] pixels = new float[rows * 784];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = Key.of(1).uniform(i) < 0.2 ? 1 : 0;
            }
            Minibatch minibatch = Minibatch.all(new Batch(pixels, new float[rows], 784));
            Inference<Elbo> program = new Inference<>(new Decoder(SPEC), new Encoder(SPEC), new Elbo(), 1);
            float[] theta = program.initial(minibatch, Key.of(2));
            ByHand byHand = new ByHand(rows);
            double[] programMs = new double[rounds];
            double[] byHandMs = new double[rounds];
            double[] peerMs = new double[rounds];
            for (int r = -3; r < rounds; r++) {
                long start = System.nanoTime();
                for (int i = 0; i < PER_ROUND; i++) {
                    program.estimate(theta, minibatch, Key.of(i));
                }
                long middle = System.nanoTime();
                for (int i = 0; i < PER_ROUND; i++) {
                    byHand.gradient(theta, pixels, Key.of(i));
                }
                long end = System.nanoTime();
                double torch = peer.isPresent() ? peer.get().milliseconds(rows, PER_ROUND) : Double.NaN;
                if (r >= 0) {
                    peerMs[r] = torch;
                    programMs[r] = (middle - start) / 1e6 / PER_ROUND;
                    byHandMs[r] = (end - middle) / 1e6 / PER_ROUND;
                }
            }
            double[] ratios = new double[rounds];
            Arrays.setAll(ratios, r -> programMs[r] / byHandMs[r]);
            double[] toPeer = new double[rounds];
            Arrays.setAll(toPeer, r -> programMs[r] / peerMs[r]);
            String line = String.format(
                    Locale.ROOT,
                    "{\"rows\":%d,\"rounds\":%d,\"programMs\":%.3f,\"byHandMs\":%.3f,\"ratio\":%.3f,%s\"value\":%.2f,\"byHandValue\":%.2f}%n",
                    rows,
                    rounds,
                    median(programMs),
                    median(byHandMs),
                    median(ratios),
                    peer.isPresent()
                            ? String.format(
                                    Locale.ROOT,
                                    "\"torchMs\":%.3f,\"ratioToTorch\":%.3f,",
                                    median(peerMs),
                                    median(toPeer))
                            : "",
                    program.value(theta, minibatch, Key.of(1)),
                    byHand.gradient(theta, pixels, Key.of(1)));
            Files.writeString(Path.of(arguments[1]), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            System.out.print(line);
        }
        if (peer.isPresent()) {
            peer.get().ask().close();
        }
    }

    private static double median(double[] numbers) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** PyTorch. */
    private record Peer(BufferedWriter ask, BufferedReader answer) {

        static Peer started(String python, String script) throws IOException {
            Process process = new ProcessBuilder(python, script)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return new Peer(process.outputWriter(), process.inputReader());
        }

        double milliseconds(int rows, int count) throws IOException {
            ask.write(rows + " " + count + "\n");
            ask.flush();
            String line = answer.readLine();
            if (line == null) {
                throw new IOException("peer: no answer: rows=" + rows + "; it needs python3 with torch");
            }
            return Double.parseDouble(line);
        }
    }

    /** The graph by hand. */
    private static final class ByHand {

        private final SameDiff graph = SameDiff.create();
        private final Map<String, long[]> parameters = new LinkedHashMap<>();
        private final HostArrays arrays = new HostArrays();
        private final StepMemory memory = new StepMemory();
        private final String elbo;

        ByHand(int rows) {
            SDVariable x = graph.placeHolder("x", DataType.FLOAT, rows, 784);
            SDVariable noise = graph.placeHolder("noise", DataType.FLOAT, rows, 10);
            SDVariable hidden = SpecialFunctions.relu(linear("encoder.hidden", x, 784, 200));
            SDVariable mean = linear("encoder.mean", hidden, 200, 10);
            SDVariable logSd = linear("encoder.logSd", hidden, 200, 10);
            SDVariable z = noise.mul(graph.math().exp(logSd)).add(mean);
            // log p(z) − log q(z) = −z²/2 + ε²/2 + log sd
            SDVariable divergence =
                    z.mul(z).mul(-0.5).add(noise.mul(noise).mul(0.5)).add(logSd);
            SDVariable logits =
                    linear("decoder.pixels", SpecialFunctions.relu(linear("decoder.hidden", z, 10, 200)), 200, 784);
            SDVariable likelihood = x.mul(logits).sub(SpecialFunctions.softplus(logits));
            SDVariable sum = likelihood.sum().add(divergence.sum());
            elbo = sum.name();
            graph.setLossVariables(sum);
            StandardOutput.silently(() -> graph.createGradFunction(parameters.keySet().toArray(new String[0])));
            InferenceSession session = new InferenceSession(graph.getFunction("grad"));
            session.setMmgr(memory);
            graph.getFunction("grad").getSessions().put(Thread.currentThread().getId(), session);
        }

        private SDVariable linear(String name, SDVariable x, int inputs, int outputs) {
            parameters.put(name + ".weight", new long[] {inputs, outputs});
            parameters.put(name + ".bias", new long[] {1, outputs});
            return x.mmul(graph.placeHolder(name + ".weight", DataType.FLOAT, inputs, outputs))
                    .add(graph.placeHolder(name + ".bias", DataType.FLOAT, 1, outputs));
        }

        float gradient(float[] theta, float[] pixels, Key key) {
            memory.begin();
            Map<String, INDArray> inputs = new HashMap<>();
            int offset = 0;
            for (Map.Entry<String, long[]> each : parameters.entrySet()) {
                offset = put(each.getKey(), theta, offset, inputs, each.getValue());
            }
            put("x", pixels, 0, inputs, pixels.length / 784, 784);
            float[] noise = new float[pixels.length / 784 * 10];
            key.gaussians(noise);
            put("noise", noise, 0, inputs, noise.length / 10, 10);
            OutAndGrad result = graph.calculateGradientsAndOutputs(inputs, List.of(elbo), parameters.keySet());
            float[] gradient = new float[theta.length];
            offset = 0;
            for (Map.Entry<String, long[]> each : parameters.entrySet()) {
                HostArrays.read(result.getGradients(), each.getKey(), gradient, offset);
                offset += (int) (each.getValue()[0] * each.getValue()[1]);
            }
            float[] value = new float[1];
            HostArrays.read(result.getOutputs(), elbo, value, 0);
            return value[0];
        }

        private int put(String name, float[] numbers, int offset, Map<String, INDArray> inputs, long... shape) {
            INDArray array = arrays.of(name, shape);
            HostArrays.write(numbers, offset, array);
            inputs.put(name, array);
            return offset + (int) array.length();
        }
    }
}
