package org.hinomi.collector.demo;

import java.time.LocalDate;

/** Somebody may use another department's folder for some days. */
record FolderLoan(String number, Person person, Department folder, LocalDate from, LocalDate to) {}
