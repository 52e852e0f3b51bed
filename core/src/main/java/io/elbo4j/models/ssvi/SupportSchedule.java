package io.elbo4j.models.ssvi;

import io.elbo4j.paper.Equation;
import java.io.Serializable;

/**
 * Which rounds move the support and how much of it. After each {@code everyRounds} value rounds comes one support round,
 * {@code cycles} times; value rounds only from then on.
 *
 * @param everyRounds value rounds before each support round
 * @param cycles how many support rounds
 * @param valueRounds value rounds in the whole run
 * @param endRound T_end in value rounds
 * @param initialFraction α
 */
record SupportSchedule(int everyRounds, int cycles, int valueRounds, double endRound, double initialFraction)
        implements Serializable {

    static SupportSchedule of(SsviSpec spec, int valueRounds, int stepsPerRound) {
        int every = Math.max(1, (int) Math.round(spec.everySteps() / (double) stepsPerRound));
        double end = spec.endFraction() * valueRounds;
        // Strictly before the end: at the end the fraction is 0.
        int cycles = spec.density() == 1 && spec.layerDensity().isEmpty()
                ? 0
                : Math.max(0, (int) Math.ceil(end / every) - 1);
        return new SupportSchedule(every, cycles, valueRounds, end, spec.initialFraction());
    }

    int totalRounds() {
        return valueRounds + cycles;
    }

    boolean isSupportRound(int round) {
        return round / (everyRounds + 1) < cycles && round % (everyRounds + 1) == everyRounds;
    }

    /** The part of a layer's active weights to replace in this support round: α/2 (1 + cos(π t / T_end)). */
    @Equation(paper = "arXiv:2402.11025v1", number = "cosine replacement rate")
    double fraction(int round) {
        int before = round / (everyRounds + 1);
        double t = (before + 1.0) * everyRounds;
        return 0.5 * initialFraction * (1 + Math.cos(Math.PI * Math.min(1, t / endRound)));
    }
}
