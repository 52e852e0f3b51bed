package io.elbo4j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.conjugate.Forall;
import io.elbo4j.math.Key;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EpisodesTest {

    private static final int SIDE = 3;
    private static final int EACH = 6;

    @Test
    void fewShot_numbersClassesAnew_andNoRowIsInBothParts() {
        Forall.seeds(20, seed -> {
            Episode episode =
                    new FewShotClasses(4, 2, 3, false).of(images(0, 1, 7)).at(Key.of(seed), seed);
            assertEquals(
                    "[0.0, 0.0, 1.0, 1.0, 2.0, 2.0, 3.0, 3.0]",
                    Arrays.toString(episode.support().targets()));
            assertEquals(12, episode.query().rows());
            Set<Float> seen = new HashSet<>();
            float[] classes = new float[4];
            for (Batch part : new Batch[] {episode.support(), episode.query()}) {
                for (int r = 0; r < part.rows(); r++) {
                    float first = part.features().dense()[r * SIDE * SIDE];
                    assertTrue(seen.add(first), "a row stands twice: " + first);
                    int way = (int) part.targets()[r];
                    float original = (float) Math.floor(first / 1000);
                    assertTrue(classes[way] == 0 || classes[way] == original, "one class a way");
                    classes[way] = original;
                }
            }
            assertEquals(
                    4, Set.of(classes[0], classes[1], classes[2], classes[3]).size());
            assertEquals(20, episode.all().rows());
        });
    }

    @Test
    void fewShot_turnsImages_asOneMoreClassEach() {
        Shard two = images(0, 1, 2);
        Set<String> found = new HashSet<>();
        for (int id = 0; id < 200; id++) {
            Episode episode = new FewShotClasses(8, 1, 1, true).of(two).at(Key.of(1), id);
            for (int way = 0; way < 8; way++) {
                float[] x = episode.support().select(new int[] {way}).features().dense();
                found.add(Math.round(x[0] % 1000) % 10 + "" + Math.round(x[2] % 1000) % 10);
            }
        }
        // Corners at the upper left and right, of the image as it is and turned by 90, 180 and 270 degrees.
        assertEquals(Set.of("02", "60", "86", "28"), found);
        assertThrows(IllegalArgumentException.class, () -> new FewShotClasses(9, 1, 1, true).of(two));
    }

    @Test
    void split_givesEachClassOnePart_andLeavesSomeToJudgeBy() {
        ClassSplit split = new ClassSplit(1028, 172);
        ClassSplit.Part[] parts = split.parts(1623);
        int[] counts = {1028, 172, 423};
        for (ClassSplit.Part part : ClassSplit.Part.values()) {
            assertEquals(
                    counts[part == ClassSplit.Part.TRAINING ? 0 : part == ClassSplit.Part.VALIDATION ? 1 : 2],
                    Arrays.stream(parts).filter(each -> each == part).count());
        }
        assertEquals(Arrays.toString(parts), Arrays.toString(split.parts(1623)));
        assertThrows(IllegalArgumentException.class, () -> split.parts(1200));
        assertThrows(IllegalArgumentException.class, () -> new ClassSplit(0, 3));
    }

    @Test
    void episodes_areAFunctionOfKeyIdAndShard() {
        for (EpisodeSource source : new EpisodeSource[] {
            new FewShotClasses(3, 1, 2, true), new TaskColumn(2, 3), new GeneratedTasks(new Sinusoids(true), 3, 4)
        }) {
            Shard shard = source instanceof TaskColumn ? tasks(4, 5) : images(1, 2, 4);
            Episode once = source.of(shard).at(Key.of(3), 5);
            assertEquals(once, source.of(shard).at(Key.of(3), 5));
            assertNotEquals(once, source.of(shard).at(Key.of(4), 5));
            assertNotEquals(once.support(), source.of(shard).at(Key.of(3), 6).support());
        }
        Episode here = new GeneratedTasks(new Sinusoids(false), 3, 4)
                .of(images(0, 1, 2))
                .at(Key.of(1), 9);
        assertEquals(
                here,
                new GeneratedTasks(new Sinusoids(false), 3, 4)
                        .of(images(3, 8, 1))
                        .at(Key.of(1), 9));
    }

    @Test
    void taskColumn_visitsEachTaskOnceAPass_andDropsTheColumn() {
        Episodes episodes = new TaskColumn(2, 100).of(tasks(5, 6));
        for (int pass = 0; pass < 3; pass++) {
            Set<Float> seen = new HashSet<>();
            for (int turn = 0; turn < 5; turn++) {
                Episode episode = episodes.at(Key.of(7), 5 * pass + turn);
                assertEquals(2, episode.support().rows());
                assertEquals(4, episode.query().rows());
                assertEquals(1, episode.query().width());
                seen.add(episode.all().targets()[0]);
                Set<Float> inputs = new HashSet<>();
                for (float x : episode.all().features().dense()) {
                    assertTrue(inputs.add(x), "a row is in both parts: " + x);
                }
            }
            assertEquals(5, seen.size());
        }
    }

    @Test
    void badInput_namesWhatIsWrong() {
        Shard shard = images(0, 1, 4);
        error("class=0 examples=6 shots=3 queries=4;", () -> new FewShotClasses(2, 3, 4, false).of(shard));
        error("shard=0 classes=4 ways=5;", () -> new FewShotClasses(5, 1, 1, false).of(shard));
        error("task=0 rows=1 shots=1;", () -> new TaskColumn(1, 1).of(tasks(3, 1)));
        error(
                "class: row=1 value=-1.0;",
                () -> new FewShotClasses(2, 1, 1, false)
                        .of(new Shard(0, 1, 1, new Batch(new float[4], new float[] {-1}, 4))));
        error(
                "features=2;",
                () -> new FewShotClasses(2, 1, 1, true)
                        .of(new Shard(0, 1, 1, new Batch(new float[2], new float[1], 2))));
        assertThrows(IllegalArgumentException.class, () -> new FewShotClasses(1, 1, 1, false));
        assertThrows(IllegalArgumentException.class, () -> new TaskColumn(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new GeneratedTasks(new Sinusoids(false), 1, 0));
        Batch rows = new Batch(new float[2], new float[2], 1);
        error("episode=3 support=0x1 query=2x1;", () -> new Episode(3, rows.slice(0, 0), rows));
    }

    @Test
    void shardWithoutRows_hasNoEpisodes() {
        Shard none = new Shard(0, 1, 0, new Batch(new float[0], new float[0], 9));
        assertTrue(new FewShotClasses(2, 1, 1, true).of(none).isEmpty());
        assertTrue(new TaskColumn(1, 1).of(none).isEmpty());
    }

    @Test
    void families_areWhatTheySay() {
        Forall.seeds(5, seed -> {
            double amplitude = 0.1 + 4.9 * Key.of(seed).uniform(0);
            double phase = Math.PI * Key.of(seed).uniform(1);
            Batch wave = new Sinusoids(false).rows(Key.of(seed), Key.of(seed).fold(1), 50);
            for (int i = 0; i < 50; i++) {
                double x = wave.features().dense()[i];
                assertTrue(x >= -5 && x < 5);
                assertEquals(amplitude * Math.sin(x - phase), wave.targets()[i], 1e-5);
            }
        });
        int lines = 0;
        for (int task = 0; task < 400; task++) {
            Batch rows =
                    new Sinusoids(true).rows(Key.of(1).fold(task), Key.of(2).fold(task), 3);
            float[] x = rows.features().dense();
            float[] y = rows.targets();
            lines += Math.abs((y[1] - y[0]) * (x[2] - x[0]) - (y[2] - y[0]) * (x[1] - x[0])) < 1e-3 ? 1 : 0;
        }
        assertEquals(200, lines, 40);
    }

    private static void error(String part, org.junit.jupiter.api.function.Executable call) {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, call).getMessage());
        assertTrue(message.startsWith("episode") && message.contains(part), message);
    }

    /** Images whose numbers name class, example and pixel. */
    private static Shard images(int index, int shards, int classes) {
        float[] x = new float[classes * EACH * SIDE * SIDE];
        float[] y = new float[classes * EACH];
        for (int i = 0; i < y.length; i++) {
            y[i] = i % classes;
            for (int p = 0; p < SIDE * SIDE; p++) {
                x[i * SIDE * SIDE + p] = 1000 * (1 + i % classes) + 10 * (i / classes) + p;
            }
        }
        return new Shard(index, shards, (long) shards * y.length, new Batch(x, y, SIDE * SIDE));
    }

    /** Rows of tasks; the target is the task. */
    private static Shard tasks(int tasks, int rows) {
        float[] x = new float[2 * tasks * rows];
        float[] y = new float[tasks * rows];
        for (int i = 0; i < y.length; i++) {
            x[2 * i] = i % tasks;
            x[2 * i + 1] = i;
            y[i] = i % tasks;
        }
        return new Shard(0, 1, y.length, new Batch(x, y, 2));
    }
}
