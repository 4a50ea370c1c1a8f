import Foundation
import Models

extension CaseState {
    /// The first state of a case: what its submission says, and nothing else.
    init(
        opening admission: Admission, of submission: Submission, on today: LocalDate, at now: Date, codelists: Codelists
    ) {
        let recordedAt = Timestamp(now)
        self.init(
            caseId: admission.caseId, version: 1, changes: ["opened"], receivedOn: admission.receivedOn,
            openedOn: today,
            responsibilities: [
                Responsibility(
                    municipality: admission.municipality, provider: admission.provider, post: admission.post,
                    from: today, recordedAt: recordedAt)
            ],
            phases: [PhaseEntry(phase: .assessment, from: today, recordedAt: recordedAt)],
            ageGroup: submission.ageGroup(on: today)?.rawValue, gender: submission.client.gender,
            originGroup: codelists.originGroup(of: submission.client.nationalities), household: admission.household,
            needs: submission.needs.map { area in
                codelists.isSpecial(area, in: "life-areas")
                    ? NeedEntry(area: area, from: today, recordedAt: recordedAt)
                    : NeedEntry(area: area, state: "open", from: today, offer: .open, recordedAt: recordedAt)
            },
            legalSpheres: submission.legalSpheres.map { sphere in
                LegalSphereEntry(
                    axis: sphere.axis, code: sphere.code, firstDay: sphere.firstDay, lastDay: sphere.lastDay,
                    recordedAt: recordedAt)
            },
            consents: submission.consents.map { consent in
                ConsentEntry(
                    purpose: consent.purpose, on: consent.givenOn, validUntil: consent.validUntil,
                    recordedAt: recordedAt)
            })
    }
}
