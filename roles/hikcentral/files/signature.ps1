# What Windows says of the signature of a program. Status is Valid when nothing was changed since it was signed, and the
# certificate comes from an authority that this server trusts.
[CmdletBinding(SupportsShouldProcess)]
param (
    [Parameter(Mandatory)] [string] $Path
)

$signature = Get-AuthenticodeSignature -LiteralPath $Path
$publisher = $null
if ($signature.SignerCertificate) {
    $publisher = $signature.SignerCertificate.GetNameInfo('SimpleName', $false)
}

$Ansible.Changed = $false
$Ansible.Result = @{
    status = [string] $signature.Status
    message = $signature.StatusMessage
    publisher = $publisher
}
