package io.elbo4j.estimator;

import io.elbo4j.contract.EstimatorContract;

class ReparameterisedTest extends EstimatorContract {

    @Override
    protected Estimator estimator(int samples) {
        return new Reparameterised(samples);
    }
}
