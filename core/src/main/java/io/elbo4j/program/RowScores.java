package io.elbo4j.program;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What guide and model say of each row, apart from the others. Arrays are {@code [S, B]}: S particles of B rows, nats.
 *
 * @param particles S
 * @param logLikelihood of the row given its latents
 * @param logPrior of the latents under the model
 * @param logGuide of the latents under the guide
 * @param allNormal whether there are no other latents than these
 * @param normals latents that are normal in both, by address, in the order of the guide
 */
public record RowScores(
        int particles,
        double[] logLikelihood,
        double[] logPrior,
        double[] logGuide,
        boolean allNormal,
        Map<String, Normals> normals) {

    public RowScores {
        normals = Collections.unmodifiableMap(new LinkedHashMap<>(normals));
    }

    /**
     * Normal beliefs about a latent, {@code [S, B, E]} each.
     *
     * @param numbers E
     * @param mean of the guide
     * @param sd of the guide
     * @param priorMean of the model
     * @param priorSd of the model
     */
    public record Normals(int numbers, float[] mean, float[] sd, float[] priorMean, float[] priorSd) {

        /** KL(guide ‖ prior) of one number, nats: ln(s₀/s) + (s² + (m − m₀)²)/2s₀² − ½. */
        public double klNats(int at) {
            double ratio = (double) sd[at] / priorSd[at];
            double distance = ((double) mean[at] - priorMean[at]) / priorSd[at];
            return 0.5 * (ratio * ratio + distance * distance - 1) - Math.log(ratio);
        }
    }

    /** B. */
    public int rows() {
        return logLikelihood.length / particles;
    }

    /** log p(row, latents) − log q(latents) of every particle of a row, {@code [S]}, nats. */
    public double[] logWeights(int row) {
        double[] weights = new double[particles];
        for (int s = 0; s < particles; s++) {
            int at = s * rows() + row;
            weights[s] = logLikelihood[at] + logPrior[at] - logGuide[at];
        }
        return weights;
    }

    /** The numbers of all normal latents, by name: {@code address[number]}. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        normals.forEach((address, each) -> {
            for (int e = 0; e < each.numbers(); e++) {
                names.add(address + "[" + e + "]");
            }
        });
        return names;
    }
}
