/**
 * The loss of a logistic model at given parameters, its slope, and its curvature along a direction. Parameters are
 * [outputs x (width + 1)], the intercept last in each. One output is a sigmoid for two classes, several a softmax.
 */
export class LogisticLoss {
  readonly size: number;
  private readonly rows: number;
  private readonly p: Float64Array;
  private readonly u: Float64Array;

  /**
   * @param x [rows x width]
   * @param labels place of the class of each row
   * @param penalty of the square of each weight, halved; intercepts have none
   */
  constructor(
    private readonly x: Float64Array,
    private readonly labels: ArrayLike<number>,
    private readonly outputs: number,
    private readonly penalty: Float64Array
  ) {
    this.rows = labels.length;
    this.size = outputs * (penalty.length + 1);
    this.p = new Float64Array(this.rows * outputs);
    this.u = new Float64Array(outputs);
  }

  /** Summed loss and penalty; keeps the probabilities for the slope and the curvature. */
  value(at: Float64Array): number {
    const { p, u, outputs, labels, rows } = this;
    let loss = this.halfSquares(at);
    for (let i = 0; i < rows; i++) {
      this.scores(at, i);
      if (outputs === 1) {
        const z = u[0];
        const grown = Math.exp(-Math.abs(z));
        p[i] = z >= 0 ? 1 / (1 + grown) : grown / (1 + grown);
        loss += Math.max(z, 0) + Math.log1p(grown) - (labels[i] ? z : 0);
        continue;
      }
      const most = Math.max(...u);
      let sum = 0;
      for (let k = 0; k < outputs; k++) sum += p[i * outputs + k] = Math.exp(u[k] - most);
      for (let k = 0; k < outputs; k++) p[i * outputs + k] /= sum;
      loss += most + Math.log(sum) - u[labels[i]];
    }
    return loss;
  }

  /** Slope at the parameters of the last {@link value}. */
  gradient(at: Float64Array): Float64Array {
    const { p, outputs, labels } = this;
    return this.gather(at, (i, r) => {
      for (let k = 0; k < outputs; k++) {
        const hit = outputs === 1 ? (labels[i] ? 1 : 0) : labels[i] === k ? 1 : 0;
        r[k] = p[i * outputs + k] - hit;
      }
    });
  }

  /** Second derivatives times a direction, at the parameters of the last {@link value}. */
  curvature(along: Float64Array): Float64Array {
    const { p, u, outputs } = this;
    return this.gather(along, (i, r) => {
      this.scores(along, i);
      if (outputs === 1) {
        r[0] = p[i] * (1 - p[i]) * u[0];
        return;
      }
      let mean = 0;
      for (let k = 0; k < outputs; k++) mean += p[i * outputs + k] * u[k];
      for (let k = 0; k < outputs; k++) r[k] = p[i * outputs + k] * (u[k] - mean);
    });
  }

  /** Scores of row i into u. */
  private scores(at: Float64Array, i: number): void {
    const { x, u, outputs } = this;
    const width = this.penalty.length;
    for (let k = 0, j = 0; k < outputs; k++) {
      let z = 0;
      for (let c = 0, from = i * width; c < width; c++) z += at[j++] * x[from++];
      u[k] = z + at[j++];
    }
  }

  private halfSquares(at: Float64Array): number {
    const width = this.penalty.length;
    let sum = 0;
    for (let j = 0; j < at.length; j++) {
      const c = j % (width + 1);
      if (c < width) sum += (this.penalty[c] * at[j] * at[j]) / 2;
    }
    return sum;
  }

  /** Sum over rows of r x, with r told by the row, and the slope of the penalty. */
  private gather(at: Float64Array, residual: (i: number, r: Float64Array) => void): Float64Array {
    const { x, outputs, penalty, rows } = this;
    const width = penalty.length;
    const out = new Float64Array(this.size);
    const r = new Float64Array(outputs);
    for (let i = 0; i < rows; i++) {
      residual(i, r);
      for (let k = 0, j = 0; k < outputs; k++) {
        for (let c = 0, from = i * width; c < width; c++) out[j++] += r[k] * x[from++];
        out[j++] += r[k];
      }
    }
    for (let j = 0; j < out.length; j++) {
      const c = j % (width + 1);
      if (c < width) out[j] += penalty[c] * at[j];
    }
    return out;
  }
}
