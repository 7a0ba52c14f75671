package org.hinomi.collector.demo;

import java.util.List;

/** Where people work, and the folder of their work on the file servers. */
enum Department {
  SALES("営業部", "営業", 14),
  ENGINEERING("技術部", "技術", 12),
  ACCOUNTING("経理部", "経理", 4),
  PERSONNEL("人事部", "人事", 3),
  GENERAL("総務部", "総務", 4),
  SYSTEMS("情報システム課", "情報システム", 3);

  /** Folders whose content is nobody else's business. */
  static final List<Department> CONFIDENTIAL = List.of(ACCOUNTING, PERSONNEL);

  private final String title;
  private final String folder;
  private final int people;

  Department(String title, String folder, int people) {
    this.title = title;
    this.folder = folder;
    this.people = people;
  }

  String title() {
    return title;
  }

  String folder() {
    return folder;
  }

  int people() {
    return people;
  }

  /** Sales, engineering and systems have theirs on the Samba server, all others on Windows. */
  boolean onSamba() {
    return this == SALES || this == ENGINEERING || this == SYSTEMS;
  }
}
