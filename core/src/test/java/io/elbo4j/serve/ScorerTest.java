package io.elbo4j.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.codec.LocalFolder;
import io.elbo4j.codec.ModelFolder;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Standardisation;
import io.elbo4j.eval.ClassPrediction;
import io.elbo4j.eval.ValuePrediction;
import io.elbo4j.models.ModelInput;
import io.elbo4j.models.PosteriorDraws;
import io.elbo4j.models.Predictive;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.models.TrainedModelCodec;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.Settings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScorerTest {

    private static final String CLASSES =
            "model { name = ssvi, density = 0.5 }, network.layers = [\"dense 6\", \"relu\"], data.label = y";

    @TempDir
    Path folder;

    private TrainedModel<?> model = model(CLASSES);

    @BeforeEach
    void write() throws IOException {
        model = model(CLASSES);
        ModelFolder.write(new LocalFolder(folder.resolve("run/model")), TrainedModelCodec.INSTANCE, model, Map.of());
    }

    private static TrainedModel<?> model(String configuration) {
        RunSpec spec = RunSpec.of(Settings.of("seed = 3, train.batch = 5\n" + configuration, "test", List.of()));
        return TrainedModel.untrained(
                spec,
                new ModelInput(List.of(2), List.of("a", "b"), 3, 60, ""),
                new Standardisation(2, new double[] {1, 2}, new double[] {0.5, 4}, 0, 1));
    }

    @Test
    void score_isThePrediction_ofStandardisedRows() {
        float[] rows = {1, 2, 3, -4};
        ClassPrediction found =
                (ClassPrediction) Scorer.open(folder.resolve("run")).score(rows);
        Batch batch = model.standardisation().apply(new Batch(rows, new float[2], 2));
        ClassPrediction expected = (ClassPrediction) Predictive.of(model, false).of(batch, PosteriorDraws.of(model));
        assertArrayEquals(expected.logProbabilities(), found.logProbabilities());
        assertEquals(32, found.samples());
        assertArrayEquals(
                found.logProbabilities(),
                ((ClassPrediction) Scorer.open(folder.resolve("run/model")).score(rows)).logProbabilities());
    }

    @Test
    void file_findsColumnsByName_orTakesThemInOrder() throws IOException {
        String named = printed("\"b\",y,a\n2,0,1\n\n-4,1,3\n");
        assertEquals(printed("1,2\n3,-4\n"), named);
        List<String> lines = named.lines().toList();
        assertEquals(3, lines.size());
        assertEquals(
                "row,prediction,probability0,probability1,probability2,predictiveEntropy,mutualInformation",
                lines.get(0));
        ClassPrediction expected =
                (ClassPrediction) Scorer.open(folder.resolve("run")).score(new float[] {1, 2, 3, -4});
        assertTrue(lines.get(2).startsWith("1," + expected.predicted(1) + "," + expected.probability(1, 0)), named);
    }

    @Test
    void file_longerThanAChunk_numbersItsRows() throws IOException {
        StringBuilder csv = new StringBuilder("a,b\n");
        for (int i = 0; i < 1025; i++) {
            csv.append(i).append(",1\n");
        }
        List<String> lines = printed(csv.toString()).lines().toList();
        assertEquals(1026, lines.size());
        assertTrue(lines.get(1025).startsWith("1024,"));
    }

    @Test
    void file_ofARegression_hasBothDeviations() throws IOException {
        TrainedModel<?> regression =
                model("model.name = mfvi, likelihood.family = gaussian-learned-noise, data.label = y");
        ModelFolder.write(
                new LocalFolder(folder.resolve("regression")), TrainedModelCodec.INSTANCE, regression, Map.of());
        ValuePrediction expected =
                (ValuePrediction) Scorer.open(folder.resolve("regression")).score(new float[] {1, 2});
        Path csv = Files.writeString(folder.resolve("r.csv"), "1,2\n");
        List<String> found = new ArrayList<>();
        assertEquals(0, run(found, folder.resolve("regression").toString(), csv.toString()));
        assertEquals(
                "row,prediction,aleatoricSd,epistemicSd\n0," + expected.mean()[0] + "," + expected.aleatoricSd()[0]
                        + "," + expected.epistemicSd()[0] + "\n",
                found.get(0));
    }

    @Test
    void file_withoutRows_hasItsHeader() throws IOException {
        assertEquals(1, printed("a,b\n").lines().count());
        assertEquals(1, printed("").lines().count());
    }

    @Test
    void badInput_isNamed() throws IOException {
        refused("a,c\n1,2\n", "csv: column missing: column=b;");
        refused("1,2,3\n", "csv: another number of columns: columns=3 features=2;");
        refused("a,b\n1,2\n\n1\n", "csv: ragged row: line=4 columns=1 expected=2;");
        refused("a,b\n1,x\n1,2\n", "csv: not a finite number: line=2 column=b value=x;");
        refused("a,b\n1,\"2\n", "csv: cannot be read:");
        refused("1,2\n1,NaN\n", "csv: not a finite number: line=2 column=b value=NaN;");
        List<String> printed = new ArrayList<>();
        assertEquals(2, run(printed));
        assertTrue(printed.get(1).startsWith("usage:"));
        printed.clear();
        assertEquals(3, run(printed, folder.resolve("none").toString(), folder.toString()));
        printed.clear();
        assertEquals(
                3,
                run(
                        printed,
                        folder.resolve("run").toString(),
                        folder.resolve("none.csv").toString()));
        assertTrue(printed.get(1).startsWith("error: csv: cannot be read:"), printed.get(1));
    }

    private void refused(String csv, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("bad.csv"), csv);
        List<String> printed = new ArrayList<>();
        assertEquals(3, run(printed, folder.resolve("run").toString(), file.toString()));
        assertTrue(printed.get(1).startsWith("error: " + message), printed.get(1));
    }

    private String printed(String csv) throws IOException {
        Path file = Files.writeString(folder.resolve("rows.csv"), csv);
        List<String> printed = new ArrayList<>();
        assertEquals(0, run(printed, folder.resolve("run").toString(), file.toString()), printed.toString());
        return printed.get(0);
    }

    /** The exit code; what was printed and what was complained about are added to {@code printed}. */
    private static int run(List<String> printed, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int code = ScoreFile.run(
                arguments,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8));
        printed.add(out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"));
        printed.add(errors.toString(StandardCharsets.UTF_8));
        return code;
    }
}
