package io.elbo4j.estimator;

import io.elbo4j.contract.EstimatorContract;

class LocalReparameterisedTest extends EstimatorContract {

    @Override
    protected Estimator estimator(int samples) {
        return new LocalReparameterised(samples);
    }
}
