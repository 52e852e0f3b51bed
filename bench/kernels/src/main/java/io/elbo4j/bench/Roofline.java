package io.elbo4j.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Prints which part of its bound each kernel reaches. A multiplication and an addition read one number of the inputs (the gradient of
 * inputs changes it), half an operation a byte, so the bound is half the bandwidth of the level that holds a layer's inputs, or the
 * processor's peak. Where all outputs read the same, one read serves several.
 */
public final class Roofline {

    private Roofline() {}

    public static void main(String[] arguments) throws RunnerException {
        Map<String, Map<Integer, Double>> bandwidths = Map.of("read", new TreeMap<>(), "change", new TreeMap<>());
        double peak = 0;
        List<RunResult> layers = new ArrayList<>();
        for (RunResult result : new Runner(new OptionsBuilder()
                        .include(MachineBenchmark.class.getName())
                        .include(LayerBenchmark.class.getName())
                        .jvmArgsAppend("--add-modules=jdk.incubator.vector", "-XX:ObjectAlignmentInBytes=64")
                        .forks(1)
                        .warmupIterations(3)
                        .warmupTime(TimeValue.milliseconds(700))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.milliseconds(500))
                        .build())
                .run()) {
            String size = result.getParams().getParam("kibibytes");
            double nanoseconds = result.getPrimaryResult().getScore();
            if (size == null) {
                layers.add(result);
            } else if (bandwidths.containsKey(name(result))) {
                int kibibytes = Integer.parseInt(size);
                bandwidths.get(name(result)).put(kibibytes, MachineBenchmark.bytes(kibibytes) / nanoseconds);
            } else {
                peak = Math.max(peak, MachineBenchmark.fusedOperations() / nanoseconds);
            }
        }
        StringBuilder json = new StringBuilder();
        json.append(String.format(
                Locale.ROOT,
                "{\"peakGflops\": %.1f, \"readGBs\": %s, \"changeGBs\": %s,%n \"kernels\": [",
                peak,
                json(bandwidths.get("read")),
                json(bandwidths.get("change"))));
        String separator = "";
        for (RunResult result : layers) {
            LayerBenchmark.Shape shape =
                    LayerBenchmark.Shape.valueOf(result.getParams().getParam("shape"));
            if (name(result).equals("inputGradient") && !shape.window()) {
                continue;
            }
            double reached =
                    LayerBenchmark.operations(shape) / result.getPrimaryResult().getScore();
            Map<Integer, Double> bandwidth = bandwidths.get(name(result).equals("inputGradient") ? "change" : "read");
            double bound =
                    Math.min(peak, 0.5 * shape.outputsPerRead() * of(bandwidth, LayerBenchmark.workingSet(shape)));
            json.append(String.format(
                    Locale.ROOT,
                    "%s%n  {\"kernel\": \"%s\", \"shape\": \"%s\", \"gflops\": %.1f, \"boundGflops\": %.1f, \"reached\": %.2f}",
                    separator,
                    name(result),
                    shape,
                    reached,
                    bound,
                    reached / bound));
            separator = ",";
        }
        System.out.println(json.append("]}"));
    }

    private static String name(RunResult result) {
        String full = result.getParams().getBenchmark();
        return full.substring(full.lastIndexOf('.') + 1);
    }

    /** Of the smallest array measured that is no smaller, or the largest. */
    private static double of(Map<Integer, Double> bandwidth, long bytes) {
        double found = 0;
        for (Map.Entry<Integer, Double> each : bandwidth.entrySet()) {
            found = each.getValue();
            if (MachineBenchmark.bytes(each.getKey()) * 2 >= bytes) {
                break;
            }
        }
        return found;
    }

    private static String json(Map<Integer, Double> bandwidth) {
        List<String> entries = new ArrayList<>();
        bandwidth.forEach((size, rate) -> entries.add(String.format(Locale.ROOT, "\"%d KiB\": %.1f", size, rate)));
        return "{" + String.join(", ", entries) + "}";
    }
}
