package io.elbo4j.spark.report;

import io.elbo4j.eval.Histogram;
import io.elbo4j.models.KeptInputs;
import io.elbo4j.models.WeightShape;
import io.elbo4j.spark.report.Chart.Axis;
import io.elbo4j.spark.report.Chart.Picture;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** What is believed about the weights. */
final class WeightCharts {

    /** More layers than these are in the table alone. */
    private static final int MOST_LAYERS = 24;

    private WeightCharts() {}

    static List<Chart> of(WeightShape shape) {
        List<Chart> charts = new ArrayList<>();
        boolean sparse = shape.layers().stream().anyMatch(layer -> layer.active() < layer.total());
        if (sparse && shape.layers().size() <= MOST_LAYERS) {
            charts.add(layers(shape.layers()));
        }
        if (shape.inputs().height() > 0) {
            charts.add(inputs(shape.inputs()));
        }
        if (shape.signalToNoise().total() > 0) {
            charts.add(signal(shape.signalToNoise()));
        }
        return charts;
    }

    private static Chart layers(List<WeightShape.Layer> layers) {
        List<String> labels = layers.stream().map(WeightShape.Layer::name).toList();
        List<Double> shares = layers.stream().map(WeightCharts::percent).toList();
        String words = layers.stream()
                .map(layer -> layer.name() + ": " + layer.active() + " of " + layer.total())
                .collect(Collectors.joining("; "));
        return new Chart(
                "Active weights by layer",
                "The rest are exactly zero. " + words + ".",
                "Active weights by layer. " + words + ".",
                layers.size() <= 4 ? "low" : layers.size() > 10 ? "tall" : "",
                new Axis("active, %", false, 0.0, null),
                Axis.of(""),
                labels,
                List.of(new Series("active, %", Series.BARS, shares, shares)),
                Picture.NONE);
    }

    private static double percent(WeightShape.Layer layer) {
        return 100.0 * layer.active() / Math.max(1, layer.total());
    }

    private static Chart inputs(KeptInputs inputs) {
        int most = Collections.max(inputs.active());
        int least = Collections.min(inputs.active());
        long unused = inputs.active().stream().filter(each -> each == 0).count();
        String numbers = inputs.height() + " × " + inputs.width() + " inputs, each with " + least + " to " + most
                + " active weights of " + inputs.most() + "; " + unused + " inputs without any";
        return new Chart(
                "Inputs that the first layer kept",
                "The stronger a point, the more active weights start at that input. " + numbers + "."
                        + (inputs.given() ? "" : " The features were read as a picture, row by row."),
                "Picture of the inputs that the first layer kept: " + numbers + ".",
                "square",
                Axis.of(""),
                Axis.of(""),
                List.of(),
                List.of(),
                new Picture(inputs.width(), inputs.height(), inputs.active(), most));
    }

    private static Chart signal(Histogram ratios) {
        List<Double> middle = new ArrayList<>();
        List<Double> counts = new ArrayList<>();
        double width = (ratios.to() - ratios.from()) / ratios.counts().size();
        long below = 0;
        for (int b = 0; b < ratios.counts().size(); b++) {
            double centre = ratios.from() + (b + 0.5) * width;
            middle.add(centre);
            counts.add((double) ratios.counts().get(b));
            below += centre < 0 ? ratios.counts().get(b) : 0;
        }
        String numbers = Numbers.text((double) ratios.total()) + " active weights, "
                + Numbers.percent((double) below / (double) ratios.total()) + " of them with more noise than signal";
        return Chart.curves(
                "Signal and noise of the weights",
                "log₁₀ of |mean| / standard deviation: 0 is where both are equal, and weights far to the left could go. "
                        + numbers + ".",
                "Histogram of signal to noise: " + numbers + ".",
                new Axis("log₁₀(|mean| / sd)", false, ratios.from(), ratios.to()),
                Axis.from("weights", 0),
                List.of(new Series("weights", Series.BARS, middle, counts)));
    }
}
