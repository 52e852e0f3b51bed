package io.elbo4j.spark.report;

import io.elbo4j.eval.GeneratedShape;
import io.elbo4j.eval.LatentFigures;
import io.elbo4j.spark.report.Chart.Axis;
import io.elbo4j.spark.report.Chart.Picture;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What the latents of a model of rows are used for. */
final class LatentCharts {

    /** More of them are in metrics.json alone. */
    private static final int MOST = 64;

    private LatentCharts() {}

    static Section of(GeneratedShape shape) {
        return new Section(
                "What it makes",
                charts(shape.latents()),
                List.of(),
                shape.images().stream().map(Album::of).toList(),
                List.of(),
                List.of());
    }

    private static List<Chart> charts(List<LatentFigures.Latent> latents) {
        if (latents.isEmpty() || latents.size() > MOST) {
            return List.of();
        }
        List<Integer> order = IntStream.range(0, latents.size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -latents.get(i).klNats()))
                .toList();
        List<Double> kl = order.stream().map(i -> latents.get(i).klNats()).toList();
        List<String> labels = order.stream().map(i -> "z[" + i + "]").toList();
        long active = latents.stream().filter(LatentFigures.Latent::active).count();
        String words = String.format(
                Locale.ROOT,
                "%d of %d latents tell more than %s nats of a row; the most %.3f, the least %.3f",
                active,
                latents.size(),
                LatentFigures.ACTIVE_NATS,
                kl.get(0),
                kl.get(kl.size() - 1));
        return List.of(new Chart(
                "What each latent tells of a row",
                "KL to its prior, the mean over rows: a latent at 0 has collapsed. " + words + ".",
                "KL by latent. " + words + ".",
                latents.size() <= 4 ? "low" : latents.size() > 10 ? "tall" : "",
                new Axis("nats a row", false, 0.0, null),
                Axis.of(""),
                labels,
                List.of(new Series("nats a row", Series.BARS, kl, kl)),
                Picture.NONE));
    }
}
