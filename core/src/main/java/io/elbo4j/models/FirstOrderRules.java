package io.elbo4j.models;

import io.elbo4j.optim.Adam;
import io.elbo4j.optim.FirstOrder;
import io.elbo4j.optim.Sgd;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.SpecException;
import io.elbo4j.spec.TrainSpec;
import java.util.List;

/** Adam or SGD, for models that move numbers without standard deviations. */
final class FirstOrderRules {

    private FirstOrderRules() {}

    /**
     * Refuses the rules that move normals.
     *
     * @throws SpecException naming model and rule
     */
    static void require(RunSpec spec) {
        String optimiser = spec.train().optimiser();
        if (!List.of("adam", "sgd").contains(optimiser)) {
            throw new SpecException("settings: rule needs variances: model.name="
                    + spec.model().name() + " train.optimiser=" + optimiser + "; use train.optimiser=adam or sgd");
        }
    }

    /** The configured one. */
    static FirstOrder of(TrainSpec train) {
        return train.optimiser().equals("sgd") ? new Sgd(train.beta1()) : new Adam(train.beta1(), train.beta2(), 1e-8);
    }
}
