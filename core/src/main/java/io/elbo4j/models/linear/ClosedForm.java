package io.elbo4j.models.linear;

import io.elbo4j.algorithm.Outcome;
import io.elbo4j.algorithm.Round;
import io.elbo4j.algorithm.SumsRound;
import io.elbo4j.data.Shard;
import io.elbo4j.family.FullGaussian;
import io.elbo4j.family.Posterior;
import io.elbo4j.math.PositiveDefinite;
import io.elbo4j.math.Sums;
import io.elbo4j.paper.Equation;
import io.elbo4j.site.FullSite;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The exact posterior from the sums of all shards, in one round.
 *
 * @param spec the model
 */
record ClosedForm(LinearSpec spec) implements SumsRound<LinearState> {

    @Override
    public Sums run(Round<LinearState> round, Shard shard) {
        return shard.examples().rows() == 0 ? identity() : SufficientStatistics.of(shard.examples(), spec.bias());
    }

    @Override
    @Equation(paper = "Bishop 2006", number = "3.53")
    public Outcome<LinearState> finish(Round<LinearState> round, Sums combined) {
        if (combined.rows() == 0) {
            return new Outcome<>(round.state(), Map.of());
        }
        SufficientStatistics data = SufficientStatistics.of(combined);
        int d = data.dimension();
        FullSite prior = spec.prior().natural(d);
        double[] precision = new double[d * d];
        double[] rightSide = new double[d];
        for (int i = 0; i < d; i++) {
            rightSide[i] = data.moment()[i] / spec.noiseVariance() + prior.precisionMean()[i];
            for (int j = 0; j < d; j++) {
                precision[i * d + j] = data.gram()[i * d + j] / spec.noiseVariance() + prior.precision()[i * d + j];
            }
        }
        PositiveDefinite factorised = PositiveDefinite.of(precision, d);
        double[] mean = factorised.solve(rightSide);
        Posterior posterior =
                spec.full() ? new FullGaussian(mean, factorised.inverse()) : LinearElbo.meanField(mean, precision);
        double expectedLogLik = LinearElbo.expectedLogLik(data, mean, LinearElbo.covariance(posterior), spec);
        double kl = LinearElbo.klNats(posterior, spec.prior());
        Map<String, Double> diagnostics = new LinkedHashMap<>();
        diagnostics.put("elbo", expectedLogLik - kl);
        diagnostics.put("nll", -expectedLogLik / data.rows());
        diagnostics.put("kl", kl);
        return new Outcome<>(
                new LinearState(posterior, expectedLogLik - kl, new double[0], new double[0]), diagnostics);
    }
}
