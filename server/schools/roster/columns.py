"""The files and columns of OneRoster 1.2 (CSV binding 1.2.1), in its order, and the columns that this product adds.

OneRoster has no field for a home and none for a protected identity. It lets extensions follow the defined columns of a
file, named `metadata.…`; these three are read from `users.csv`, and each may be left out:

- `metadata.household`, on a guardian: any name of the home. Guardians with the same name share bookings, notices and
  preparation; a guardian without one is a home of their own.
- `metadata.protected`: `true` gives a protected identity and `false` lifts it. Blank, or no such column, changes nothing.
- `metadata.seenBy`, on a pupil with protected identity: the `sourcedId` of each of the staff who may know of the pupil.
"""

from __future__ import annotations

from enum import StrEnum


class File(StrEnum):
    """The files that are read and written here."""

    manifest = "manifest.csv"
    orgs = "orgs.csv"
    sessions = "academicSessions.csv"
    courses = "courses.csv"
    classes = "classes.csv"
    users = "users.csv"
    roles = "roles.csv"
    demographics = "demographics.csv"
    enrollments = "enrollments.csv"


HOUSEHOLD = "metadata.household"
PROTECTED = "metadata.protected"
SEEN_BY = "metadata.seenBy"

_BASE = "sourcedId,status,dateLastModified,"

COLUMNS: dict[File, tuple[str, ...]] = {
    name: tuple(columns.split(","))
    for name, columns in {
        File.manifest: "propertyName,value",
        File.orgs: _BASE + "name,type,identifier,parentSourcedId",
        File.sessions: _BASE + "title,type,startDate,endDate,parentSourcedId,schoolYear",
        File.courses: _BASE + "schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes",
        File.classes: _BASE
        + "title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods",
        File.users: _BASE
        + "enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,"
        + "userMasterIdentifier,preferredGivenName,preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns,"
        + f"{HOUSEHOLD},{PROTECTED},{SEEN_BY}",
        File.roles: _BASE + "userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId",
        File.demographics: _BASE
        + "birthDate,sex,americanIndianOrAlaskaNative,asian,blackOrAfricanAmerican,nativeHawaiianOrOtherPacificIslander,white,"
        + "demographicRaceTwoOrMoreRaces,hispanicOrLatinoEthnicity,countryOfBirthCode,stateOfBirthAbbreviation,cityOfBirth,"
        + "publicSchoolResidenceStatus",
        File.enrollments: _BASE + "classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate",
    }.items()
}

MANIFEST_FILES = (
    *("academicSessions", "categories", "classes", "classResources", "courses", "courseResources", "demographics", "enrollments"),
    *("lineItemLearningObjectiveIds", "lineItems", "lineItemScoreScales", "orgs", "resources", "resultLearningObjectiveIds"),
    *("results", "resultScoreScales", "roles", "scoreScales", "userProfiles", "userResources", "users"),
)
"""Every file that a manifest must speak of, in its order."""
