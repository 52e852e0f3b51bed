package io.elbo4j.spark.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbo4j.eval.ClassPrediction;
import io.elbo4j.eval.Coverage;
import io.elbo4j.eval.Histogram;
import io.elbo4j.eval.KeptScore;
import io.elbo4j.eval.PredictionShape;
import io.elbo4j.math.Key;
import io.elbo4j.models.KeptInputs;
import io.elbo4j.models.WeightShape;
import io.elbo4j.spec.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** Runs that were never run, of which every kind of chart can be made. */
final class Runs {

    /** What a folder, a column or a setting may be called, and must not do. */
    static final String HOSTILE = "</script><script>alert(1)</script>\"'<img src=x onerror=alert(2)>{{title}}";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROWS = 400;

    private Runs() {}

    /** A classifier with foreign data, sparse layers and pictures. */
    static RunRecord classifier(String name, long seed) {
        Key key = Key.of(seed);
        Settings settings = Settings.of("model.name=ssvi, seed=" + seed + ", data.test=digits", "test", List.of());
        return RunRecord.of(
                name,
                settings,
                json(Map.of(
                        "evaluatedOn",
                        "test",
                        "evaluatedRows",
                        ROWS,
                        "accuracy",
                        0.9 + 0.01 * seed,
                        "nll",
                        0.3,
                        "rounds",
                        500)),
                history(key, "nll", "heldOutNll", "elbo", "kl", "heldOutAccuracy", "replacedWeights", "damping"),
                new RunFigures(
                        RunFigures.VERSION,
                        PredictionShape.of(prediction(key, 6)).withUnfamiliar(prediction(key.fold(1), 1)),
                        weights()),
                Map.of("spark", "4.0.1", "dataHash", "0123", "constantFeatures", List.of("p0", "p1")));
    }

    /** A regression without rounds. */
    static RunRecord regression(String name) {
        List<Coverage> coverage = IntStream.range(0, 10)
                .mapToObj(i -> new Coverage((i + 0.5) / 10, Math.pow((i + 0.5) / 10, 1.3)))
                .toList();
        List<KeptScore> kept = IntStream.rangeClosed(1, 50)
                .mapToObj(i -> new KeptScore(i / 50.0, 1 + i / 100.0))
                .toList();
        return RunRecord.of(
                name,
                Settings.of("model.name=linear-regression", "test", List.of()),
                json(Map.of("rmse", 1.5, "nll", 1.9)),
                List.of(),
                new RunFigures(
                        RunFigures.VERSION,
                        new PredictionShape(List.of(), kept, coverage, List.of()),
                        WeightShape.NONE),
                Map.of());
    }

    /** A stream of five tasks. */
    static RunRecord stream(String name, double forgetting) {
        List<List<Double>> accuracies = new ArrayList<>();
        for (int after = 0; after < 5; after++) {
            List<Double> row = new ArrayList<>();
            for (int task = 0; task < Math.min(5, after + 2); task++) {
                row.add(task > after ? 0.1 : 0.98 - forgetting * (after - task));
            }
            accuracies.add(row);
        }
        return RunRecord.of(
                name,
                Settings.of("model.name=mfvi", "test", List.of()),
                json(Map.of("tasks", 5, "averageAccuracy", 0.98 - 2 * forgetting, "accuracyByTask", accuracies)),
                List.of(),
                RunFigures.NONE,
                Map.of());
    }

    /** One in whose every text somebody has tried to break out. */
    static RunRecord hostile() {
        WeightShape.Layer layer = new WeightShape.Layer(HOSTILE, 1, 2);
        return RunRecord.of(
                HOSTILE,
                Settings.of("data.train=" + quoted(HOSTILE), "test", List.of()),
                json(Map.of(HOSTILE, HOSTILE, "nll", 1)),
                List.of(
                        json(Map.of("round", 1, HOSTILE, 1)),
                        json(Map.of("round", 2, HOSTILE, 2)),
                        json(Map.of("round", 3))),
                new RunFigures(
                        RunFigures.VERSION,
                        PredictionShape.NONE,
                        new WeightShape(List.of(layer), WeightShape.NONE.signalToNoise(), KeptInputs.NONE)),
                Map.of("constantFeatures", List.of(HOSTILE), HOSTILE, HOSTILE));
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\"", "\\\"") + "\"";
    }

    private static List<String> history(Key key, String... figures) {
        List<String> lines = new ArrayList<>();
        for (int round = 1; round <= 500; round++) {
            StringBuilder line = new StringBuilder("{\"round\":" + round);
            for (int f = 0; f < figures.length; f++) {
                double value = 3 * Math.exp(-round / (60.0 + 20 * f)) + 0.05 + 0.01 * key.uniform(1000L * f + round);
                line.append(String.format(Locale.ROOT, ",\"%s\":%.5f", figures[f], value));
            }
            lines.add(line.append('}').toString());
        }
        return lines;
    }

    /** Ten classes; the sharper, the surer. */
    private static ClassPrediction prediction(Key key, double sharpness) {
        double[] probabilities = new double[10 * ROWS];
        float[] targets = new float[ROWS];
        for (int i = 0; i < ROWS; i++) {
            double sum = 0;
            for (int k = 0; k < 10; k++) {
                probabilities[10 * i + k] = Math.exp(sharpness * key.uniform(10L * i + k) + (k == i % 10 ? 2 : 0));
                sum += probabilities[10 * i + k];
            }
            for (int k = 0; k < 10; k++) {
                probabilities[10 * i + k] /= sum;
            }
            targets[i] = i % 10;
        }
        return ClassPrediction.ofProbabilities(10, probabilities, targets);
    }

    private static WeightShape weights() {
        List<Long> counts = IntStream.range(0, 30)
                .mapToObj(b -> Math.round(300 * Math.exp(-Math.pow((b - 16) / 4.0, 2))))
                .toList();
        List<Integer> active = IntStream.range(0, 28 * 28)
                .mapToObj(i -> (int) (40 * Math.exp(-(Math.pow(i / 28 - 14, 2) + Math.pow(i % 28 - 14, 2)) / 60)))
                .toList();
        return new WeightShape(
                List.of(
                        new WeightShape.Layer("0.dense.weight", 7000, 78400),
                        new WeightShape.Layer("2.dense.weight", 1000, 10000),
                        new WeightShape.Layer("output.weight", 400, 1000)),
                new Histogram("signalToNoise", -3, 3, counts),
                new KeptInputs(28, 28, active, 100, true));
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
