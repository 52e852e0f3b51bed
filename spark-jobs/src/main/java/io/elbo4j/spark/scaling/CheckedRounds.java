package io.elbo4j.spark.scaling;

import io.elbo4j.algorithm.Outcome;
import io.elbo4j.algorithm.RoundListener;
import io.elbo4j.data.Batch;
import io.elbo4j.eval.Metrics;
import io.elbo4j.models.PosteriorDraws;
import io.elbo4j.models.Predictive;
import io.elbo4j.models.TrainedModel;
import java.util.function.DoubleUnaryOperator;

/** Measures rounds as a training has them, held-out rows and all, beside what was predicted for rounds of their kinds. */
final class CheckedRounds<S> implements RoundListener<S> {

    private final TrainedModel<S> model;
    private final Batch heldOut;
    private final int warm;
    private final int least;
    private final double seconds;
    private final DoubleUnaryOperator predictedByKind;
    private final long started = System.nanoTime();
    private long before = started;
    private double step;
    private int count;
    private double measured;
    private double predicted;

    /**
     * With the first rounds left out.
     *
     * @param seconds after which it ends, once there were enough rounds
     * @param predictedByKind seconds of a round
     */
    CheckedRounds(
            TrainedModel<S> model,
            Batch heldOut,
            int warm,
            int least,
            double seconds,
            DoubleUnaryOperator predictedByKind) {
        this.model = model;
        this.heldOut = heldOut;
        this.warm = warm;
        this.least = least;
        this.seconds = seconds;
        this.predictedByKind = predictedByKind;
    }

    @Override
    public boolean completed(int round, Outcome<S> outcome) {
        boolean due = (round + 1) % model.spec().evaluate().everyRounds() == 0;
        if (due && heldOut.rows() > 0) {
            TrainedModel<S> next = model.at(outcome.state(), round + 1);
            Metrics.of(Predictive.of(next, true).of(heldOut, PosteriorDraws.mean(next.posterior())));
        }
        long now = System.nanoTime();
        if (round >= warm) {
            count++;
            measured += (now - before) * 1e-9;
            predicted += predictedByKind.applyAsDouble(StepProbe.kind(outcome, step));
        }
        step = outcome.diagnostics().getOrDefault("step", step);
        before = now;
        return count < least || (now - started) * 1e-9 < seconds;
    }

    int count() {
        return count;
    }

    /** Seconds a round. */
    double measured() {
        return measured / count;
    }

    /** Seconds a round. */
    double predicted() {
        return predicted / count;
    }
}
