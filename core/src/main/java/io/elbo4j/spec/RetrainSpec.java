package io.elbo4j.spec;

/**
 * How a registry's versions are judged.
 *
 * @param data rows to judge by, the same every time; empty for those held out of each batch
 * @param labels of an IDX file
 * @param nllRise most by which the negative log likelihood may rise, nats a row
 * @param eceRise most by which the calibration error may rise
 * @param accuracyDrop most by which the accuracy may drop
 */
public record RetrainSpec(String data, String labels, double nllRise, double eceRise, double accuracyDrop) {

    static RetrainSpec of(Settings settings) {
        return new RetrainSpec(
                settings.text("retrain.data"),
                settings.text("retrain.labels"),
                RunSpec.within(settings, "retrain.nllRise", 0, 1e6, false),
                RunSpec.within(settings, "retrain.eceRise", 0, 1, false),
                RunSpec.within(settings, "retrain.accuracyDrop", 0, 1, false));
    }
}
