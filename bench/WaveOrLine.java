import io.elbo4j.codec.LocalFolder;
import io.elbo4j.codec.ModelFolder;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Episode;
import io.elbo4j.density.FeatureNetwork;
import io.elbo4j.math.Key;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.models.TrainedModelCodec;
import io.elbo4j.models.niwmeta.ClosedForm;
import io.elbo4j.models.niwmeta.EpisodeMixture;
import io.elbo4j.models.niwmeta.EpisodePredictive;
import io.elbo4j.models.niwmeta.ExactQuadratic;
import io.elbo4j.models.niwmeta.NiwMetaState;
import io.elbo4j.models.niwmeta.OwnWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * What a model of waves and lines predicts from 1, 2 and 5 points of a wave, as SVG: draws of the posterior, coloured by their
 * component, and the density of the prediction along a line. Run as a source file by sinusoid-line.sh: {@code FOLDER OUT}.
 */
public final class WaveOrLine {

    private static final int[] SHOTS = {1, 2, 5};
    private static final float[] PLACES = {-2, 1, 3.5f, -4, 2};
    private static final String[] COLOURS = {"#0072b2", "#d55e00", "#009e73", "#cc79a7"};
    private static final float CUT = 4;
    private static final int GRID = 101;
    private static final double HIGH = 10;
    private static final int WIDTH = 300;
    private static final int HEIGHT = 260;
    private static final int STRIP = 70;

    private final OwnWeights weights;
    private final NiwMetaState state;
    private final double noiseVariance;
    private final StringBuilder svg = new StringBuilder();

    private WaveOrLine(TrainedModel<?> model) {
        weights = OwnWeights.head((FeatureNetwork) model.network());
        state = (NiwMetaState) model.state();
        noiseVariance = Math.exp(state.shared()[state.shared().length - 1]);
    }

    public static void main(String[] arguments) throws IOException {
        WaveOrLine plot = new WaveOrLine(ModelFolder.read(
                new LocalFolder(Path.of(arguments[0])), TrainedModelCodec.INSTANCE));
        Files.writeString(Path.of(arguments[1]), plot.drawn());
    }

    private static double wave(double x) {
        return 3 * Math.sin(x - 0.6);
    }

    private String drawn() {
        int all = SHOTS.length * (WIDTH + STRIP + 20);
        add("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">", all, HEIGHT + 40);
        add("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", all, HEIGHT + 40);
        for (int p = 0; p < SHOTS.length; p++) {
            panel(SHOTS[p], 10 + p * (WIDTH + STRIP + 20));
        }
        return svg.append("</svg>\n").toString();
    }

    private void panel(int shots, double left) {
        float[] x = Arrays.copyOf(PLACES, shots);
        float[] y = new float[shots];
        for (int i = 0; i < shots; i++) {
            y[i] = (float) wave(x[i]);
        }
        float[] grid = new float[GRID];
        for (int i = 0; i < GRID; i++) {
            grid[i] = -5 + 10f * i / (GRID - 1);
        }
        Episode episode = new Episode(0, new Batch(x, y, 1), new Batch(grid, new float[GRID], 1));
        EpisodeMixture posterior = new EpisodePredictive(weights, new ClosedForm(new ExactQuadratic(), ClosedForm.TestPrior.EXPECTED), 1)
                .posterior(state, episode, Key.of(1));
        StringBuilder title = new StringBuilder(shots == 1 ? "1 point" : shots + " points");
        for (int k = 0; k < posterior.probabilities().length; k++) {
            title.append(String.format(Locale.ROOT, "<tspan fill=\"%s\">  %.2f</tspan>", COLOURS[k], posterior.probabilities()[k]));
        }
        add("<text x=\"%.1f\" y=\"20\" xml:space=\"preserve\">%s</text>", left, title);
        add("<clipPath id=\"c%d\"><rect x=\"%.1f\" y=\"30\" width=\"%d\" height=\"%d\"/></clipPath>", shots, left, WIDTH, HEIGHT);
        add("<g clip-path=\"url(#c%d)\">", shots);
        int draws = 30;
        for (int s = 0; s < draws; s++) {
            int k = posterior.component((s + 0.5) / draws);
            curve(left, grid, outputs(posterior, k, s, episode), COLOURS[k], "0.45\" stroke-width=\"1");
        }
        float[] truth = new float[GRID];
        for (int i = 0; i < GRID; i++) {
            truth[i] = (float) wave(grid[i]);
        }
        curve(left, grid, truth, "black", "1\" stroke-width=\"1.5\" stroke-dasharray=\"4 3");
        for (int i = 0; i < shots; i++) {
            add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>", left + across(x[i]), up(y[i]));
        }
        add("<line x1=\"%.1f\" y1=\"30\" x2=\"%.1f\" y2=\"%d\" stroke=\"#888\" stroke-dasharray=\"2 3\"/></g>", left + across(CUT), left + across(CUT), HEIGHT + 30);
        add("<rect x=\"%.1f\" y=\"30\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#888\"/>", left, WIDTH, HEIGHT);
        density(left + WIDTH, posterior, episode);
    }

    private float[] outputs(EpisodeMixture posterior, int component, int draw, Episode episode) {
        float[] own = posterior.components().get(component).draw(Key.of(2).fold(draw));
        return weights.network().outputs(weights.theta(state.shared(), own), episode.query());
    }

    /** Along the dotted line, over many draws and the noise; a bin is a twentieth of a unit. */
    private void density(double left, EpisodeMixture posterior, Episode episode) {
        int bins = 400;
        int draws = 1000;
        int at = Math.round((CUT + 5) / 10 * (GRID - 1));
        double[] density = new double[bins];
        double width = 2 * HIGH / bins;
        // At least two bins, or a certain prediction would be a spike between them.
        double variance = Math.max(noiseVariance, 4 * width * width);
        for (int s = 0; s < draws; s++) {
            double centre = outputs(posterior, posterior.component((s + 0.5) / draws), s, episode)[at];
            for (int b = 0; b < bins; b++) {
                double off = -HIGH + (b + 0.5) * width - centre;
                density[b] += Math.exp(-0.5 * off * off / variance);
            }
        }
        double most = Arrays.stream(density).max().orElse(1);
        svg.append("<polyline fill=\"#ddd\" stroke=\"#444\" points=\"");
        for (int b = 0; b < bins; b++) {
            svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", left + 1 + density[b] / most * (STRIP - 6), up(-HIGH + (b + 0.5) * width)));
        }
        svg.append("\"/>\n");
    }

    private void curve(double left, float[] x, float[] y, String colour, String opacity) {
        svg.append(String.format(Locale.ROOT, "<polyline fill=\"none\" stroke=\"%s\" opacity=\"%s\" points=\"", colour, opacity));
        for (int i = 0; i < x.length; i++) {
            svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", left + across(x[i]), up(y[i])));
        }
        svg.append("\"/>\n");
    }

    private static double across(double x) {
        return (x + 5) / 10 * WIDTH;
    }

    private static double up(double y) {
        return 30 + (HIGH - y) / (2 * HIGH) * HEIGHT;
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
