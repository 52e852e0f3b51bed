package io.elbo4j.spec;

import java.util.List;
import java.util.Map;

/**
 * Where rows come from.
 *
 * @param train URI or known name
 * @param trainLabels URI of IDX labels, or empty
 * @param test URI, known name or empty
 * @param testLabels URI of IDX labels, or empty
 * @param format {@code auto}, {@code idx}, {@code csv}, {@code libsvm} or a Spark data source
 * @param header of CSV files
 * @param label column of the target
 * @param sparse {@code auto}, {@code true} or {@code false}: whether sparse rows stay sparse
 * @param root folder of known data sets, or empty
 * @param standardise features
 * @param standardiseTarget real-valued targets
 * @param heldOut part of the training rows, in [0, 1)
 * @param options of the Spark data source
 */
public record DataSpec(
        String train,
        String trainLabels,
        String test,
        String testLabels,
        String format,
        boolean header,
        String label,
        String sparse,
        String root,
        boolean standardise,
        boolean standardiseTarget,
        double heldOut,
        Map<String, String> options) {

    static DataSpec of(Settings settings) {
        return new DataSpec(
                settings.text("data.train"),
                settings.text("data.trainLabels"),
                settings.text("data.test"),
                settings.text("data.testLabels"),
                settings.text("data.format"),
                settings.flag("data.header"),
                settings.text("data.label"),
                settings.choice("data.sparse", List.of("auto", "true", "false")),
                settings.text("data.root"),
                settings.flag("data.standardise"),
                settings.flag("data.standardiseTarget"),
                RunSpec.within(settings, "data.heldOut", 0, 0.9, false),
                settings.options());
    }
}
