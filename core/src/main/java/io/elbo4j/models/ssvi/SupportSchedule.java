package io.elbo4j.models.ssvi;

import io.elbo4j.paper.Equation;
import java.io.Serializable;

/**
 * Which rounds move the support and how much of it. After each {@code everyRounds} value rounds comes a support step of one or
 * two rounds, {@code cycles} times; value rounds only from then on.
 *
 * @param everyRounds value rounds before each support step
 * @param passes rounds of a support step: 2 where newcomers are nominated first
 * @param cycles how many support steps
 * @param valueRounds value rounds in the whole run
 * @param endRound T_end in value rounds
 * @param initialFraction α
 */
record SupportSchedule(
        int everyRounds, int passes, int cycles, int valueRounds, double endRound, double initialFraction)
        implements Serializable {

    /** What a round is for. */
    enum Phase {
        /** Moves means and standard deviations. */
        VALUES,
        /** Each shard names the weights outside the support whose gradient is largest in its own rows. */
        NOMINATION,
        /** Moves the support. */
        MOVE
    }

    static SupportSchedule of(SsviSpec spec, int passes, int valueRounds, int stepsPerRound) {
        int every = Math.max(1, (int) Math.round(spec.everySteps() / (double) stepsPerRound));
        double end = spec.endFraction() * valueRounds;
        // Strictly before the end: at the end the fraction is 0.
        int cycles = spec.density() == 1 && spec.layerDensity().isEmpty()
                ? 0
                : Math.max(0, (int) Math.ceil(end / every) - 1);
        return new SupportSchedule(every, passes, cycles, valueRounds, end, spec.initialFraction());
    }

    int totalRounds() {
        return valueRounds + cycles * passes;
    }

    /** How many of the rounds before this one move values. */
    int valueRoundsBefore(int round) {
        if (cycle(round) >= cycles) {
            return round - cycles * passes;
        }
        return cycle(round) * everyRounds + Math.min(everyRounds, round % (everyRounds + passes));
    }

    Phase phase(int round) {
        int within = round % (everyRounds + passes);
        if (cycle(round) >= cycles || within < everyRounds) {
            return Phase.VALUES;
        }
        return within < everyRounds + passes - 1 ? Phase.NOMINATION : Phase.MOVE;
    }

    private int cycle(int round) {
        return round / (everyRounds + passes);
    }

    /** The first round of the support step that this round belongs to. */
    int stepStart(int round) {
        return cycle(round) * (everyRounds + passes) + everyRounds;
    }

    /** The part of a layer's active weights to replace in this round of a support step: α/2 (1 + cos(π t / T_end)). */
    @Equation(paper = "arXiv:2402.11025v1", number = "cosine replacement rate")
    double fraction(int round) {
        double t = (cycle(round) + 1.0) * everyRounds;
        return 0.5 * initialFraction * (1 + Math.cos(Math.PI * Math.min(1, t / endRound)));
    }
}
