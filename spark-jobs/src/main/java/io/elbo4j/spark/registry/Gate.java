package io.elbo4j.spark.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a new version must not lose.
 *
 * @param nllRise most by which the negative log likelihood may rise, nats a row
 * @param eceRise most by which the calibration error may rise
 * @param accuracyDrop most by which the accuracy may drop
 */
public record Gate(double nllRise, double eceRise, double accuracyDrop) {

    /**
     * Why a version must not serve; nothing where it may.
     *
     * @param version its figures
     * @param champion those of the champion on the same rows; without any, only finite figures are asked for
     */
    public List<String> objections(Map<String, Double> version, Map<String, Double> champion) {
        List<String> objections = new ArrayList<>();
        double nll = version.getOrDefault("nll", Double.NaN);
        if (!Double.isFinite(nll)) {
            objections.add("nll=" + nll + " is not finite");
        }
        rise(objections, "nll", version, champion, 1, nllRise);
        rise(objections, "ece15", version, champion, 1, eceRise);
        rise(objections, "accuracy", version, champion, -1, accuracyDrop);
        return objections;
    }

    private static void rise(
            List<String> objections,
            String figure,
            Map<String, Double> version,
            Map<String, Double> champion,
            int sign,
            double most) {
        Double now = version.get(figure);
        Double before = champion.get(figure);
        // Written so that NaN objects.
        if (now != null && before != null && !(sign * (now - before) <= most)) {
            objections.add(String.format(Locale.ROOT, "%s=%.4f champion=%.4f most=%.4f", figure, now, before, most));
        }
    }
}
