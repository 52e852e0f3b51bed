package io.elbo4j.models.linear;

import io.elbo4j.algorithm.Algorithm;
import io.elbo4j.contract.AlgorithmContract;
import io.elbo4j.contract.SmallRuns;
import io.elbo4j.data.Shard;
import io.elbo4j.math.Sums;
import java.util.List;

class LinearRegressionTest extends AlgorithmContract<LinearState, Sums> {

    @Override
    protected Algorithm<LinearState, Sums> algorithm() {
        return SmallRuns.closedForm().algorithm();
    }

    @Override
    protected LinearState initial() {
        return SmallRuns.closedForm().initial();
    }

    @Override
    protected List<Shard> shards() {
        return SmallRuns.PROBLEM.shards(5);
    }
}
