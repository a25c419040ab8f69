/** Hover and selection shared by the views of one group in one notebook. No kernel, no comms: it lives in the page. */

/** What views share: ids of rows. */
export interface Shared {
  /** The row in hand; null where there is none. */
  hover: number | null;
  /** Rows chosen, in rising order. */
  selected: readonly number[];
}

/** A view as its group sees it. */
export interface Member {
  /** Another view of the group has changed what is shared. */
  receive(shared: Shared): void;
}

interface Group {
  shared: Shared;
  members: Set<Member>;
}

const NOTHING: Shared = { hover: null, selected: [] };

/** Groups by notebook and name. A group is forgotten when its last view leaves. */
export class SelectionBroker {
  private readonly groups = new Map<string, Group>();

  /**
   * Joins a group, and receives what it shares now.
   * @param notebook what tells this notebook from others: views of two notebooks never meet
   */
  join(notebook: string, name: string, member: Member): Membership {
    const key = JSON.stringify([notebook, name]);
    const group = this.groups.get(key) ?? { shared: NOTHING, members: new Set() };
    this.groups.set(key, group);
    group.members.add(member);
    if (group.shared !== NOTHING) member.receive(group.shared);
    return {
      share: shared => {
        if (!group.members.has(member)) return;
        group.shared = shared;
        for (const other of [...group.members]) if (other !== member) other.receive(shared);
      },
      leave: () => {
        if (!group.members.delete(member)) return;
        if (group.members.size === 0) this.groups.delete(key);
      }
    };
  }

  /** Number of groups; for tests of leaks. */
  get size(): number {
    return this.groups.size;
  }
}

/** A view's place in a group. */
export interface Membership {
  /** Tells the others. */
  share(shared: Shared): void;
  leave(): void;
}

/** The broker of the page. */
export const selectionBroker = new SelectionBroker();

/** What tells the notebook that a node is in from others; null outside of notebooks. */
export const notebookOf = (node: Element): string | null => node.closest('.jp-NotebookPanel')?.id ?? null;
