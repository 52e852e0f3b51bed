package io.elbo4j.eval;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Named figures in order, as they stand in {@code metrics.json}.
 *
 * @param values by name
 */
public record Metrics(Map<String, Double> values) {

    /** No figures. */
    public static final Metrics NONE = new Metrics(Map.of());

    /** The number of bins that a name with 15 in it promises. */
    static final int BINS = 15;

    public Metrics {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * All figures of a prediction with targets. Classes: {@code accuracy}, {@code nll}, {@code ece15}, {@code
     * adaptiveEce15}, {@code brier}, {@code predictiveEntropy}, and {@code mutualInformation} with two samples or more.
     * Counts and real values: {@code rmse}, {@code logLik}, {@code nll}, {@code coverage95}, {@code aleatoricSd}, and
     * {@code epistemicSd} with two samples or more (means over rows).
     */
    public static Metrics of(PredictiveDistribution prediction) {
        return prediction instanceof ClassPrediction classes
                ? ofClasses(classes)
                : ofValues((ValuePrediction) prediction);
    }

    private static Metrics ofClasses(ClassPrediction prediction) {
        Metrics metrics = NONE.with("accuracy", Classification.accuracy(prediction))
                .with("nll", Classification.nll(prediction))
                .with("ece15", Classification.ece(prediction, BINS))
                .with("adaptiveEce15", Classification.adaptiveEce(prediction, BINS))
                .with("brier", Classification.brier(prediction))
                .with("predictiveEntropy", Classification.predictiveEntropy(prediction));
        return prediction.samples() < 2
                ? metrics
                : metrics.with(
                        "mutualInformation",
                        Classification.mutualInformation(prediction).orElseThrow());
    }

    private static Metrics ofValues(ValuePrediction prediction) {
        double logLik = Regression.logLik(prediction);
        Metrics metrics = NONE.with("rmse", Regression.rmse(prediction))
                .with("logLik", logLik)
                .with("nll", -logLik)
                .with("coverage95", Regression.coverage(prediction, 0.95))
                .with("aleatoricSd", Classification.mean(prediction.aleatoricSd()));
        return prediction.samples() < 2
                ? metrics
                : metrics.with("epistemicSd", Classification.mean(prediction.epistemicSd()));
    }

    /** These and one more, which must be new. */
    public Metrics with(String name, double value) {
        Map<String, Double> more = new LinkedHashMap<>(values);
        if (more.putIfAbsent(name, value) != null) {
            throw new IllegalArgumentException("metrics: name taken: name=" + name + "; each figure has its own name");
        }
        return new Metrics(more);
    }

    /** These and all others, whose names must be new. */
    public Metrics and(Metrics others) {
        Metrics all = this;
        for (Map.Entry<String, Double> other : others.values.entrySet()) {
            all = all.with(other.getKey(), other.getValue());
        }
        return all;
    }

    /**
     * The figure of this name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public double value(String name) {
        Double value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "metrics: no such figure: name=" + name + "; known are " + values.keySet());
        }
        return value;
    }
}
