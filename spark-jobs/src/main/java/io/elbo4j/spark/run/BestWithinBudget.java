package io.elbo4j.spark.run;

import io.elbo4j.spark.checkpoint.Reached;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoublePredicate;
import java.util.function.Supplier;

/** Ends a training whose budget is spent, with the best state so far by held-out rows. */
final class BestWithinBudget<S> {

    private final DoublePredicate spent;
    private final boolean limited;
    private Optional<Reached<S>> best = Optional.empty();
    private boolean cut;

    /**
     * Of a training.
     *
     * @param spent whether so many seconds of rounds are all that it may take
     * @param limited whether there is a budget at all
     */
    BestWithinBudget(DoublePredicate spent, boolean limited) {
        this.spent = spent;
        this.limited = limited;
    }

    /** Keeps the better state; gives whether the training ends here, before its last round. */
    boolean ends(Supplier<Reached<S>> reached, boolean another) {
        if (limited) {
            Reached<S> now = reached.get();
            OptionalDouble loss = now.heldOutLoss();
            double lowest = best.map(found -> found.heldOutLoss().getAsDouble()).orElse(Double.POSITIVE_INFINITY);
            best = loss.isPresent() && loss.getAsDouble() <= lowest ? Optional.of(now) : best;
            cut = another && spent.test(now.seconds());
        }
        return cut;
    }

    /** Whether it has ended a training. */
    boolean cut() {
        return cut;
    }

    /** What the training ends with: the newest state, or the best one where the budget ended it. */
    Reached<S> result(Reached<S> now) {
        return cut ? best.map(found -> found.after(now)).orElse(now) : now;
    }
}
