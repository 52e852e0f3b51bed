package io.elbo4j.spark.checkpoint;

import io.elbo4j.models.TrainedModel;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a training has reached after some rounds: with its settings and its data, all that it needs to go on as if it had
 * never stopped.
 *
 * @param model after {@code model.round()} rounds
 * @param history a line of JSON for each of these rounds
 * @param last diagnostics, each of the last round that told it
 * @param heldOut metrics of this very round on the rows kept aside; none where the round did not measure
 * @param seconds of training
 * @param bytesBroadcast of all states sent
 * @param bytesReduced of all contributions
 */
public record Reached<S>(
        TrainedModel<S> model,
        List<String> history,
        Map<String, Double> last,
        Map<String, Double> heldOut,
        double seconds,
        long bytesBroadcast,
        long bytesReduced) {

    public Reached {
        history = List.copyOf(history);
        last = Collections.unmodifiableMap(new LinkedHashMap<>(last));
        heldOut = Collections.unmodifiableMap(new LinkedHashMap<>(heldOut));
    }

    /** Before the first round. */
    public static <S> Reached<S> nothing(TrainedModel<S> untrained) {
        return new Reached<>(untrained, List.of(), Map.of(), Map.of(), 0, 0, 0);
    }

    /** This state, with what the training took until a later one. */
    public Reached<S> after(Reached<S> later) {
        return new Reached<>(
                model, later.history, last, heldOut, later.seconds, later.bytesBroadcast, later.bytesReduced);
    }

    /** Whether the last round said that no other is needed. */
    public boolean converged() {
        return last.getOrDefault("converged", 0.0) != 0;
    }

    /**
     * What is wrong with the model on held-out rows, the less the better: part of wrong classes, the error's size, or the bound with its sign
     * turned.
     */
    public OptionalDouble heldOutLoss() {
        Double accuracy = heldOut.get("heldOutAccuracy");
        Double elbo = heldOut.get("heldOutElbo");
        Double loss = accuracy != null
                ? Double.valueOf(1 - accuracy)
                : elbo != null ? Double.valueOf(-elbo) : heldOut.get("heldOutRmse");
        return loss == null ? OptionalDouble.empty() : OptionalDouble.of(loss);
    }
}
