package io.elbo4j.models.fieldspace;

import io.elbo4j.family.BinaryField;
import java.io.Serializable;

/** What earlier rows ask of fields: nats over all weights, and their gradient. */
public interface FieldPenalty extends Serializable {

    /** Of a belief, nats. */
    double nats(BinaryField belief);

    /** ∂nats/∂θ, {@code [D]}. */
    double[] gradient(BinaryField belief);

    /** KL(q ‖ prior): Bayes' rule with an earlier posterior in the prior's place. */
    record Prior(BinaryField prior) implements FieldPenalty {

        @Override
        public double nats(BinaryField belief) {
            return belief.klNats(prior);
        }

        @Override
        public double[] gradient(BinaryField belief) {
            return belief.klGradient(prior);
        }
    }
}
