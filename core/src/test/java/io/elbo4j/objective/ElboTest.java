package io.elbo4j.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.elbo4j.contract.ObjectiveContract;
import org.junit.jupiter.api.Test;

class ElboTest extends ObjectiveContract {

    @Override
    protected Objective objective() {
        return new Elbo();
    }

    @Test
    void value_isTheMeanOfTheLogRatios() {
        assertEquals(-2, new Elbo().value(new double[] {-1, -3}), 1e-12);
        assertEquals(-15, new Elbo().value(-10, 5), 1e-12);
    }
}
