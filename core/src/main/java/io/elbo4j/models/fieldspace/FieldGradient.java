package io.elbo4j.models.fieldspace;

import io.elbo4j.data.Batch;
import io.elbo4j.density.LocalLogLikelihood;
import io.elbo4j.density.SpreadGrad;
import io.elbo4j.family.BinaryField;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;
import io.elbo4j.paper.Equation;
import java.io.Serializable;

/**
 * The gradient of the expected log likelihood in the fields, by local reparameterisation: a layer's pre-activations are sums of many binary
 * weights and taken to be normal.
 *
 * @param likelihood of the data
 * @param samples draws that are averaged
 */
record FieldGradient(LocalLogLikelihood likelihood, int samples) implements Serializable {

    /** Summed over the batch, averaged over draws: one array {@code [D]}. */
    @Equation(paper = "arXiv:2212.02846v2", number = "deep field gradient")
    Sums of(BinaryField belief, Batch batch, Key key) {
        BinaryField.Moments moments = belief.moments();
        double[] sum = new double[belief.dimension()];
        double logLik = 0;
        for (int s = 0; s < samples; s++) {
            SpreadGrad at = likelihood.locallyReparameterised(moments.mean(), moments.variance(), key.fold(s), batch);
            double[] gradient = belief.pullback(moments, at.meanGradient(), at.spreadGradient());
            logLik += at.logLikSum() / samples;
            for (int k = 0; k < sum.length; k++) {
                sum[k] += gradient[k] / samples;
            }
        }
        return Sums.of(batch.rows(), logLik, sum);
    }
}
