package io.elbo4j.program;

import io.elbo4j.objective.Elbo;
import io.elbo4j.program.distribution.Distribution;
import io.elbo4j.program.distribution.Strategy;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * One latent z, and a log factor f(z). Model and guide give z the same density, which cancels in the ELBO; what is left is E[f(z)], whose closed form most
 * distributions have.
 *
 * @param maker of the distribution
 * @param starts of its parameters, {@code [1, E]} each
 * @param f the factor
 */
record OneLatent(Maker maker, Function f, double[]... starts) {

    /** A distribution of its parameters. */
    @FunctionalInterface
    interface Maker extends Serializable {

        Distribution of(List<SDVariable> parameters);
    }

    /** f. */
    @FunctionalInterface
    interface Function extends Serializable {

        SDVariable of(Trace trace, SDVariable z);
    }

    /** The parameters one after the other. */
    double[] theta() {
        return Arrays.stream(starts).flatMapToDouble(Arrays::stream).toArray();
    }

    Inference<Elbo> inference(Strategy strategy, int repetitions) {
        Program guide = trace -> trace.sample("z", maker.of(parameters(trace)), strategy);
        Program model = trace -> {
            SDVariable z = trace.sample("z", maker.of(parameters(trace)));
            trace.score("f", f.of(trace, z));
        };
        return new Inference<>(model, guide, new Elbo(), repetitions);
    }

    /** log density of a value, as the ELBO of a model that observes it and nothing else. */
    Inference<Elbo> density(double... value) {
        Program model = trace -> trace.observe("x", maker.of(parameters(trace)), trace.constant(value));
        return new Inference<>(model, trace -> {}, new Elbo(), 2);
    }

    private List<SDVariable> parameters(Trace trace) {
        List<SDVariable> parameters = new ArrayList<>();
        for (int i = 0; i < starts.length; i++) {
            double[] start = starts[i];
            // A square matrix comes as its rows; everything else is one row.
            int rows = start.length == 9 ? 3 : 1;
            parameters.add(trace.parameter("p" + i, (key, place) -> (float) start[place], rows, start.length / rows));
        }
        return parameters;
    }
}
