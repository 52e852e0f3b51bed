package io.elbo4j.objective;

import io.elbo4j.contract.ObjectiveContract;

class IwelboTest extends ObjectiveContract {

    @Override
    protected Objective objective() {
        return new Iwelbo();
    }
}
