package io.elbo4j.kernel;

import java.util.Arrays;

/** Plain loops: for machines without the Vector API, and to check the others against. */
final class PlainElementwise implements Elementwise {

    @Override
    public void gaussians(long key, float[] into) {
        float[] block = new float[Noise.BLOCK];
        for (int from = 0; from < into.length; from += Noise.BLOCK) {
            for (int l = 0; l < Kernels.LANES; l++) {
                long words = Noise.words(key, from / 2 + l);
                Noise.turn(Noise.radius((int) (words >>> 32)), (int) words, block, l, Kernels.LANES + l);
            }
            System.arraycopy(block, 0, into, from, Math.min(Noise.BLOCK, into.length - from));
        }
    }

    @Override
    public void relu(float[] x, float[] y) {
        for (int i = 0; i < y.length; i++) {
            y[i] = Math.max(x[i], 0f);
        }
    }

    @Override
    public void reluGradient(float[] x, float[] dy, float[] dx) {
        for (int i = 0; i < dx.length; i++) {
            dx[i] = x[i] > 0 ? dy[i] : 0f;
        }
    }

    @Override
    public void zeroBelow(float least, float[] x) {
        for (int i = 0; i < x.length; i++) {
            x[i] = Math.abs(x[i]) < least ? 0f : x[i];
        }
    }

    @Override
    public void tangents(float[] x, float[] tanh, float[] slope) {
        for (int i = 0; i < x.length; i++) {
            Tanh.at(x, tanh, slope, i);
        }
    }

    /** In tiles, so that both sides stay in the first-level cache, and rows by eights, so that cache lines fill at once. */
    @Override
    public void featureMajor(float[] from, int[] starts, int width, float[] into, int lanes) {
        int tile = Kernels.LANES;
        int start = Kernels.start(into);
        int rows = starts.length;
        for (int f = 0; f < width; f += tile) {
            int end = Math.min(width, f + tile);
            int b = 0;
            for (; b + 8 <= rows; b += 8) {
                eightRows(from, starts, b, f, end, into, lanes, start + b);
            }
            for (; b < rows; b++) {
                for (int i = f; i < end; i++) {
                    into[start + i * lanes + b] = from[starts[b] + i];
                }
            }
            for (int i = f; i < end; i++) {
                Arrays.fill(into, start + i * lanes + rows, start + (i + 1) * lanes, 0f);
            }
        }
    }

    private static void eightRows(float[] from, int[] starts, int row, int f, int end, float[] into, int lanes, int b) {
        int first = starts[row];
        int second = starts[row + 1];
        int third = starts[row + 2];
        int fourth = starts[row + 3];
        int fifth = starts[row + 4];
        int sixth = starts[row + 5];
        int seventh = starts[row + 6];
        int eighth = starts[row + 7];
        for (int i = f; i < end; i++) {
            int at = i * lanes + b;
            into[at] = from[first + i];
            into[at + 1] = from[second + i];
            into[at + 2] = from[third + i];
            into[at + 3] = from[fourth + i];
            into[at + 4] = from[fifth + i];
            into[at + 5] = from[sixth + i];
            into[at + 6] = from[seventh + i];
            into[at + 7] = from[eighth + i];
        }
    }
}
