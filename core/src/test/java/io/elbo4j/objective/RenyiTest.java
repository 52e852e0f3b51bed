package io.elbo4j.objective;

import io.elbo4j.contract.ObjectiveContract;

class RenyiTest extends ObjectiveContract {

    @Override
    protected Objective objective() {
        return new Renyi(0.5);
    }
}
