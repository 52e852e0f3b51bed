package io.elbo4j.objective;

import io.elbo4j.contract.ObjectiveContract;

class PerRowTest extends ObjectiveContract {

    @Override
    protected Objective objective() {
        return new PerRow(new Iwelbo());
    }
}
