package io.elbo4j.program;

import io.elbo4j.objective.Elbo;
import io.elbo4j.program.distribution.Bernoulli;
import io.elbo4j.program.distribution.Normal;
import io.elbo4j.program.distribution.Strategy;
import org.nd4j.autodiff.samediff.SDVariable;

/** Three binary latents in a chain, and one number that depends on all of them: small enough to sum out by hand. */
final class ThreeBernoullis {

    static final double OBSERVED = 0.7;
    static final double PRIOR_LOGIT = -0.4;

    private ThreeBernoullis() {}

    record Model() implements Program {

        @Override
        public void run(Trace trace) {
            SDVariable mean = trace.constant(-0.5);
            double[] effect = {1, 2, -1.5};
            for (int i = 0; i < 3; i++) {
                mean = mean.add(trace.sample("b" + i, new Bernoulli(trace.constant(PRIOR_LOGIT)))
                        .mul(effect[i]));
            }
            trace.observe("y", new Normal(mean, trace.constant(0)), trace.constant(OBSERVED));
        }
    }

    /** Each latent raises or lowers the next one's logit by 1.5. */
    record Guide(Strategy first, Strategy second, Strategy third) implements Program {

        Guide(Strategy all) {
            this(all, all, all);
        }

        @Override
        public void run(Trace trace) {
            SDVariable logit = trace.parameter("logit0", Initial.constant(0.3), 1, 1);
            SDVariable b0 = trace.sample("b0", new Bernoulli(logit), first);
            SDVariable logit1 = trace.parameter("logit1", Initial.constant(-0.2), 1, 1);
            SDVariable b1 = trace.sample("b1", new Bernoulli(b0.mul(1.5).add(logit1)), second);
            SDVariable logit2 = trace.parameter("logit2", Initial.constant(0.1), 1, 1);
            trace.sample("b2", new Bernoulli(b1.mul(-1.5).add(logit2)), third);
        }
    }

    static Inference<Elbo> inference(Guide guide, int repetitions) {
        return new Inference<>(new Model(), guide, new Elbo(), repetitions);
    }

    /** The ELBO, by a sum over all eight states. */
    static double elbo(double... logits) {
        double elbo = 0;
        for (int state = 0; state < 8; state++) {
            int b0 = state & 1;
            int b1 = state >> 1 & 1;
            int b2 = state >> 2 & 1;
            double logQ = log(b0, logits[0]) + log(b1, logits[1] + 1.5 * b0) + log(b2, logits[2] - 1.5 * b1);
            double mean = -0.5 + b0 + 2 * b1 - 1.5 * b2;
            double logP = log(b0, PRIOR_LOGIT)
                    + log(b1, PRIOR_LOGIT)
                    + log(b2, PRIOR_LOGIT)
                    - 0.5 * (OBSERVED - mean) * (OBSERVED - mean)
                    - 0.5 * Math.log(2 * Math.PI);
            elbo += Math.exp(logQ) * (logP - logQ);
        }
        return elbo;
    }

    /** Its gradient, by central differences. */
    static double[] gradient(double... logits) {
        double[] gradient = new double[3];
        for (int i = 0; i < 3; i++) {
            double[] up = logits.clone();
            double[] down = logits.clone();
            up[i] += 1e-5;
            down[i] -= 1e-5;
            gradient[i] = (elbo(up) - elbo(down)) / 2e-5;
        }
        return gradient;
    }

    private static double log(int value, double logit) {
        return value * logit - Math.log1p(Math.exp(logit));
    }
}
