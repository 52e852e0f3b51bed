package io.elbo4j.eval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Which latents of a VAE have collapsed, and why: what each tells of a row, beside what the latent of the same rank in a linear model would.
 *
 * @param directions what there is to tell
 * @param verdicts the latent that tells most first
 */
public record CollapseDiagnosis(Directions directions, List<Verdict> verdicts) {

    /** Means that vary less than this from row to row, in units of the prior's variance, are the same for all rows. */
    public static final double SAME = 0.01;

    /**
     * What is said of a latent.
     *
     * @param latent what it does
     * @param eigenvalue λ of its rank
     * @param linearKlNats what a linear model's latent of that rank would tell
     */
    public record Verdict(
            String name, LatentFigures.Latent latent, double eigenvalue, double linearKlNats, Cause cause) {}

    /** Why a latent is as it is. */
    public enum Cause {
        /** It tells of its row. */
        ACTIVE("active"),
        /** λ is not above β·σ². */
        NOTHING_LEFT("collapsed: the data have no direction left that is worth its KL"),
        /** The same, because the guide below fits its covariance to the noise. */
        LEARNED_VARIANCE("collapsed: the encoder below learns its variance, and leaves nothing to tell; fix it"),
        /** λ is above β·σ². */
        FEWER_THAN_LINEAR(
                "collapsed where a linear model would not: look at optimisation and at the decoder's strength"),
        /** Its KL is paid, but its means are the same for all rows. */
        SAME_FOR_ALL_ROWS("differs from the prior, but not from row to row: its KL buys nothing");

        private final String words;

        Cause(String words) {
            this.words = words;
        }

        /** For readers. */
        public String words() {
            return words;
        }
    }

    public CollapseDiagnosis {
        verdicts = List.copyOf(verdicts);
    }

    /** Ranks latents by what they tell, and gives each the direction of its rank. */
    public static CollapseDiagnosis of(List<String> names, List<LatentFigures.Latent> latents, Directions directions) {
        // What is the same for all rows tells nothing, whatever its KL.
        int[] ranked = IntStream.range(0, latents.size())
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> latents.get(i).meanVariance() > SAME)
                        .thenComparing(i -> latents.get(i).klNats())
                        .reversed())
                .mapToInt(i -> i)
                .toArray();
        List<Verdict> verdicts = new ArrayList<>();
        for (int rank = 0; rank < ranked.length; rank++) {
            LatentFigures.Latent latent = latents.get(ranked[rank]);
            verdicts.add(new Verdict(
                    names.get(ranked[rank]),
                    latent,
                    directions.eigenvalue(rank),
                    directions.klNats(rank),
                    cause(latent, rank, directions)));
        }
        return new CollapseDiagnosis(directions, verdicts);
    }

    private static Cause cause(LatentFigures.Latent latent, int rank, Directions directions) {
        if (latent.active()) {
            return latent.meanVariance() > SAME ? Cause.ACTIVE : Cause.SAME_FOR_ALL_ROWS;
        }
        if (rank < directions.worthKeeping()) {
            return Cause.FEWER_THAN_LINEAR;
        }
        return directions.belowLearnsVariance() ? Cause.LEARNED_VARIANCE : Cause.NOTHING_LEFT;
    }

    /** How many tell of their rows. */
    public int active() {
        return (int) verdicts.stream()
                .filter(verdict -> verdict.cause() == Cause.ACTIVE)
                .count();
    }

    /** A table for a terminal, one line a latent, and a last line with the sums. */
    public String text() {
        int width =
                verdicts.stream().mapToInt(verdict -> verdict.name().length()).reduce(6, Math::max);
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%-" + width + "s  %8s  %8s  %10s  %9s%n",
                "latent",
                "KL nats",
                "spread",
                "eigenvalue",
                "linear KL"));
        for (Verdict verdict : verdicts) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-" + width + "s  %8.3f  %8.3f  %10.4g  %9.3f  %s%n",
                    verdict.name(),
                    verdict.latent().klNats(),
                    verdict.latent().meanVariance(),
                    verdict.eigenvalue(),
                    verdict.linearKlNats(),
                    verdict.cause().words()));
        }
        int kept = Math.min(verdicts.size(), directions.worthKeeping());
        return text.append(String.format(
                        Locale.ROOT,
                        "%d of %d latents are active; a linear model would keep %d: eigenvalues above"
                                + " beta=%.4g x noiseVariance=%.4g%n",
                        active(),
                        verdicts.size(),
                        kept,
                        directions.beta(),
                        directions.noiseVariance()))
                .toString();
    }
}
