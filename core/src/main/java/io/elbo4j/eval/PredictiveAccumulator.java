package io.elbo4j.eval;

import io.elbo4j.density.Bernoulli;
import io.elbo4j.density.Categorical;
import io.elbo4j.density.ObservationModel;

/**
 * Collects the outputs of a network under one sample of its weights after another, holding sums over samples only.
 *
 * <p>Use: {@code PredictiveAccumulator.labelled(model, targets)}, then {@link #add} S times, then {@link #prediction}. Not
 * safe for use by several threads.
 */
public abstract sealed class PredictiveAccumulator permits ClassAccumulator, ValueAccumulator {

    private final ObservationModel model;
    private final int rows;
    private int samples;

    PredictiveAccumulator(ObservationModel model, int rows) {
        this.model = model;
        this.rows = rows;
    }

    /**
     * For rows whose targets are known.
     *
     * @param targets {@code [N]}; N may be 0 (an empty shard)
     * @throws IllegalArgumentException when a target cannot occur under the model
     */
    public static PredictiveAccumulator labelled(ObservationModel model, float[] targets) {
        for (int i = 0; i < targets.length; i++) {
            String legal = model.targetError(targets[i]);
            if (!legal.isEmpty()) {
                throw new IllegalArgumentException("prediction: target out of range: row=" + i + " target=" + targets[i]
                        + "; a target must be " + legal);
            }
        }
        return of(model, targets.length, targets);
    }

    /** For N rows whose targets are not known. */
    public static PredictiveAccumulator unlabelled(ObservationModel model, int rows) {
        return of(model, rows, new float[0]);
    }

    private static PredictiveAccumulator of(ObservationModel model, int rows, float[] targets) {
        return model instanceof Categorical || model instanceof Bernoulli
                ? new ClassAccumulator(model, rows, targets)
                : new ValueAccumulator(model, rows, targets);
    }

    /** Adds the outputs {@code [N, K]} under one sample of the weights; for models without a parameter of their own. */
    public final PredictiveAccumulator add(float[] outputs) {
        if (!model.sharedParameter().isEmpty()) {
            throw new IllegalArgumentException("prediction: the observation model's own parameter is missing: name="
                    + model.sharedParameter() + "; pass its value with the outputs");
        }
        return add(outputs, 0);
    }

    /**
     * Adds the outputs under one sample of the weights.
     *
     * @param outputs {@code [N, K]} with K = {@code model.outputs()}; not kept
     * @param shared value of the observation model's own parameter ({@link ObservationModel#sharedParameter})
     * @throws IllegalArgumentException when the size is wrong or a number is not finite; nothing is added then
     */
    public final PredictiveAccumulator add(float[] outputs, double shared) {
        int width = model.outputs();
        if (outputs.length != (long) rows * width) {
            throw new IllegalArgumentException("prediction: sizes do not agree: outputs=" + outputs.length + " rows="
                    + rows + " width=" + width + "; give rows × width outputs");
        }
        for (int i = 0; i < outputs.length; i++) {
            if (!Float.isFinite(outputs[i])) {
                throw new IllegalArgumentException("prediction: output not finite: row=" + i / width + " output="
                        + i % width + " value=" + outputs[i] + " sample=" + samples
                        + "; check that features and weights are finite");
            }
        }
        if (!Double.isFinite(shared)) {
            throw new IllegalArgumentException("prediction: parameter not finite: " + model.sharedParameter() + "="
                    + shared + " sample=" + samples + "; the model has diverged");
        }
        accumulate(outputs, shared, samples);
        samples++;
        return this;
    }

    /**
     * The prediction by all samples so far.
     *
     * @throws IllegalStateException before the first sample
     */
    public final PredictiveDistribution prediction() {
        if (samples == 0) {
            throw new IllegalStateException(
                    "prediction: no samples: rows=" + rows + " samples=0; add the outputs of at least one sample");
        }
        return prediction(samples);
    }

    /** S so far. */
    public final int samples() {
        return samples;
    }

    abstract void accumulate(float[] outputs, double shared, int samplesBefore);

    abstract PredictiveDistribution prediction(int samples);
}
